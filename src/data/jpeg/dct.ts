/** C[u, x] = c(u)/2 · cos((2x + 1)uπ/16), c(0) = 1/√2: orthogonal, Cᵀ = C⁻¹ */
const cosines = Array.from({ length: 8 }, (_, u) =>
  Float64Array.from(
    { length: 8 },
    (_unused, x) => (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16),
  ),
);

/**
 * The discrete cosine transform of a square of 8 × 8 numbers: F = C f Cᵀ.
 * Source   ITU-T T.81, A.3.3
 */
export const transformed = (block: Float64Array): Float64Array => halfway(halfway(block));

/** (C f)ᵀ */
const halfway = (block: Float64Array): Float64Array => {
  const out = new Float64Array(64);
  for (let x = 0; x < 8; x++)
    for (let u = 0; u < 8; u++) {
      const row = cosines[u] ?? block;
      let sum = 0;
      for (let y = 0; y < 8; y++) sum += (row[y] ?? 0) * (block[8 * y + x] ?? 0);
      out[8 * x + u] = sum;
    }
  return out;
};
