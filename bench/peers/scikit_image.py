"""SciPy and scikit-image: filters of images, on one thread."""
from scipy import ndimage
from serve import serve
from skimage.restoration import denoise_bilateral, denoise_nl_means

FILTERS = {
    "gaussian": lambda x: ndimage.gaussian_filter(x, 2, truncate=3),
    "median": lambda x: ndimage.median_filter(x, 5),
    # scikit-image reads a table of 6 x 6 spatial weights as one of 5 x 5: all are alike here, so that the results are
    "bilateral": lambda x: denoise_bilateral(x, win_size=5, sigma_color=0.1, sigma_spatial=100, mode="symmetric"),
    "nonLocalMeans": lambda x: denoise_nl_means(x, patch_size=7, patch_distance=10, h=0.1, fast_mode=True),
}


def image(work, inputs):
    return lambda: lambda: FILTERS[work["filter"]](inputs["x"])


serve({"image": image})
