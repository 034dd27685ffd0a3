const { deepEqual, equal, ok, throws } = require('node:assert/strict');

/** What a user does with several entry points at once: they share one engine, one kind of tensor and one kind of error. */
exports.use = async (pullback, nn, optim, train, models, data, viz, testing) => {
  const { grad, multiply, random, ShapeError, sum, tensor, toNested, zeros } = pullback;
  deepEqual(toNested(grad((x) => sum(multiply(x, x)))(tensor([1, 2, 3]))), [2, 4, 6]);
  throws(() => nn.model([3, 14, 14], nn.sequential({ conv: nn.conv2d({ out: 6, kernel: 17 }) })), {
    constructor: ShapeError,
    message: 'conv: conv2d: kernel 17 is larger than padded input 14',
  });

  const net = nn.model([2], nn.sequential({ hidden: nn.linear(8) }, nn.tanh, { output: nn.linear(2) }));
  const batch = {
    images: tensor([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]),
    labels: tensor([0, 1, 1, 0], { dtype: 'int32' }),
  };
  const optimizer = optim.adam({ rate: 0.1 });
  const step = train.trainingStep({ objective: train.classification(net), optimizer });
  let last;
  for await (const record of train.fit(train.begin(net, optimizer, random.key(0)), {
    step,
    batches: () => [batch],
    epochs: 50,
  }))
    last = record;
  equal(last.accuracy, 1, 'XOR is learned');

  const s1 = models.models.s1.build([3, 32, 32], 10);
  equal(nn.parameterCount(s1), 62006);
  const signs = data.roadSigns(random.key(1), 2);
  const images = pullback.fromArray(signs.images, [2, 3, 32, 32]);
  deepEqual(s1.forward(s1.init(random.key(2)), images, nn.evaluate)[0].shape, [2, 10]);
  ok(viz.lineChart({ title: 't', x: 'x', y: 'y', series: [{ name: 's', values: [[0, 1]] }] }).includes('<svg'));
  equal(testing.expectGradient((x) => multiply(x, x), tensor([1, 2], { dtype: 'float64' })).compared, 3);
  deepEqual(toNested(zeros([1])), [0]);

  const square = random.normal(random.key(3), [256, 256]);
  const product = (threads) => pullback.compile((x) => pullback.matmul(x, x), { engine: pullback.wasm({ threads }) });
  const alone = pullback.toArray(product(1)(square));
  const together = product(2);
  // workers take a moment to come
  for (let run = 0; run < 20; run++) {
    deepEqual(pullback.toArray(together(square)), alone, 'threads change no bit');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
