//#cell heat
import { matrix } from 'kit/show';

matrix(
  [
    [0.7, 0.2, 0.1],
    [0.1, 0.8, 0.1],
    [0.3, 0.3, 0.4],
  ],
  { rows: ['a', 'b', 'c'], cols: ['a', 'b', 'c'], hue: 'scores' },
);

//#cell lines
import { chart, line, scatter } from 'kit/show';

const n = [64, 128, 256, 512, 1024];
const square = n.map((tokens) => tokens ** 2 * 4);
const straight = n.map((tokens) => tokens * 64 * 4);
chart(
  [
    line({ name: 'n²', x: n, y: square, hue: 'scores' }),
    scatter({ name: '64 n', x: n, y: straight, hue: 'query' }),
  ],
  {
    x: { label: 'n', scale: 'log' },
    y: { label: 'bytes', unit: 'B', scale: 'log' },
  },
);

//#cell rows
import { table } from 'kit/show';

table(
  [
    { method: 'softmax', memory: 4096 },
    { method: 'linear', memory: 256 },
  ],
  {
    columns: ['method', { key: 'memory', label: 'memory', unit: 'B' }],
  },
);

//#cell nodes
import { network } from 'kit/show';

network(
  ['Q', 'K', 'V', 'scores', 'output'].map((id) => ({ id, label: id })),
  [
    { source: 'Q', target: 'scores', isDirected: true },
    { source: 'K', target: 'scores', isDirected: true },
    { source: 'scores', target: 'output', isDirected: true },
    { source: 'V', target: 'output', isDirected: true },
  ],
  { layout: 'layered' },
);

//#cell arcs
import { sentence } from 'kit/show';

sentence(
  ['so', 'restart', 'it'],
  [
    [1, 0, 0],
    [0.4, 0.6, 0],
    [0.1, 0.2, 0.7],
  ],
  { from: 2 },
);

//#cell typeset
import { formula, group, tree } from 'kit/show';

group(
  formula(String.raw`\mathrm{softmax}(QK^\top/\sqrt{d})\,V`),
  tree({ heads: 4, size: [8, 16], name: 'layer' }),
);
