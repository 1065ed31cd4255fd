//#cell spread
import { random } from 'kit/random';
import { chart, histogram } from 'kit/show';

const normals = random(7).normals(2000);
chart(histogram({ x: [...normals] }), { x: 'x', y: 'n' });

//#cell streams
import { random } from 'kit/random';
import { table } from 'kit/show';

const main = random('course');
const undisturbed = main.stream('words').uniform();
main.uniforms(1000);
const again = main.stream('words').uniform();
const order = main.shuffle(['a', 'b', 'c', 'd']).join(' ');
table([{ undisturbed, again, order }]);
