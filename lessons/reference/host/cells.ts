//#cell clock
import { host } from 'kit/host';
import { number } from 'kit/show';

const before = host().now();
let steps = 0;
while (host().now() - before < 5) steps++;
number(host().now() - before, { unit: 'ms', digits: 1 });

//#cell kept
import { host } from 'kit/host';
import { text } from 'kit/show';

const { store } = host();
await store.set('reference/visits', { at: 'reference', list: [1, 2] });
const back = await store.get('reference/visits');
await store.delete('reference/visits');
text(JSON.stringify(back));
