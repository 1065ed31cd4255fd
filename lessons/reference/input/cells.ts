//#cell wave
import { slider } from 'kit/input';
import { chart, line } from 'kit/show';

const waves = slider('waves', { min: 1, max: 8, value: 3 });
const xs = Array.from({ length: 200 }, (_, i) => i / 199);
const ys = xs.map((x) => Math.sin(2 * Math.PI * waves * x));
chart(line({ x: xs, y: ys }), { x: 'x', y: 'sin 2πnx' });

//#cell choice
import { checkbox, select } from 'kit/input';
import { matrix } from 'kit/show';
import { ones, softmaxRows, zeros } from 'kit/tensor';

const start = select('start', ['zeros', 'ones']);
const isNormal = checkbox('rows-sum-to-one');
const entries = start === 'zeros' ? zeros([3, 4]) : ones([3, 4]);
matrix(isNormal ? softmaxRows(entries) : entries);

//#cell words
import { text } from 'kit/input';
import { table } from 'kit/show';

const typed = text('sentence', { value: 'so restart it' });
const pieces = typed.split(/\s+/).filter(Boolean);
table(pieces.map((word) => ({ word, letters: [...word].length })));
