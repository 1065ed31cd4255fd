//#cell plain
import { randomHead, scaledDotProductAttention } from 'kit/attention';
import { group, matrix } from 'kit/show';

const head = randomHead({ tokens: 6, headDim: 4, seed: 1 }); // [T, D]
const seen = { isCausal: true };
const plain = scaledDotProductAttention(head.q, head.k, head.v, seen);
group(
  matrix(plain.weights, { hue: 'scores' }), // [T, S]
  matrix(plain.output, { hue: 'output' }), // [T, Dv]
);

//#cell last-keys
import { slidingWindowMask } from 'kit/attention';
import { matrix } from 'kit/show';

const near = slidingWindowMask(8, 3); // [T, S]
matrix(near, { hue: 'scores', digits: 0 });

//#cell hidden
import { causalMask, maskedScores } from 'kit/attention';
import { group, matrix } from 'kit/show';
import { randomNormal, softmaxRows } from 'kit/tensor';

const fits = randomNormal([5, 5], { seed: 2 }); // [T, S]
const masked = maskedScores(fits, { isCausal: true });
group(
  matrix(causalMask(5), { digits: 0 }),
  matrix(softmaxRows(masked), { hue: 'scores' }),
);

//#cell turned
import { applyRotary, rotaryTable } from 'kit/attention';
import { line, chart } from 'kit/show';
import { matMul, ones, range, toArray } from 'kit/tensor';

const same = ones([32, 16]); // [T, D]
const turned = applyRotary(same, rotaryTable(32, 16)); // [T, D]
const fit = matMul(turned, turned, { transposeB: true }); // [T, T]
const [fromFirst = []] = await toArray(fit);
const distance = await toArray(range(0, 32));
chart(line({ x: distance, y: fromFirst }), {
  x: '|i − j|',
  y: 'q · k',
});

//#cell tiles
import {
  flashAttention,
  randomHead,
  scaledDotProductAttention,
} from 'kit/attention';
import { number } from 'kit/show';
import { abs, max, sub, toArray } from 'kit/tensor';

const { q, k, v } = randomHead({ tokens: 40, headDim: 8, seed: 3 });
const byTiles = flashAttention(q, k, v, {}, { rowTile: 8, keyTile: 8 });
const atOnce = scaledDotProductAttention(q, k, v).output; // [T, Dv]
const farthest = await toArray(max(abs(sub(byTiles, atOnce))));
number(Number(farthest), { label: 'max |Δ|' });

//#cell no-softmax
import { linearAttention, randomHead } from 'kit/attention';
import { matrix } from 'kit/show';

const other = randomHead({ tokens: 6, headDim: 4, seed: 4 }); // [T, D]
const linear = linearAttention(other.q, other.k, other.v, {
  isCausal: true,
});
matrix(linear.output, { hue: 'output' }); // [T, Dv]

//#cell one-by-one
import { createAttentionLayer, KvCache } from 'kit/attention';
import { table } from 'kit/show';
import { randomNormal } from 'kit/tensor';

const layer = createAttentionLayer(
  { hiddenSize: 32, numAttentionHeads: 4 },
  'grouped_query',
  { numKeyValueHeads: 2 },
);
const pastKeyValue = new KvCache();
const grown = [];
for (let step = 0; step < 4; step++) {
  const token = randomNormal([1, 1, 32], { seed: step }); // [B, T, C]
  layer.forward(token, { pastKeyValue });
  grown.push({
    step,
    kept: pastKeyValue.length,
    bytes: pastKeyValue.bytes,
  });
}
pastKeyValue.dispose();
layer.dispose();
table(grown);
