//#cell two-sizes run=click
import { measureLatency } from 'kit/bench';
import { table } from 'kit/show';
import { matMul, randomNormal } from 'kit/tensor';

const rows = [];
for (const size of [32, 128]) {
  const a = randomNormal([size, size], { seed: 1 });
  const b = randomNormal([size, size], { seed: 2 });
  const label = `matMul ${size}`;
  const run = () => matMul(a, b);
  rows.push(
    await measureLatency(run, { label, budgetMs: 500, signal }),
  );
}
table(rows);
