// @ts-check
// `npm test`. The check comes first: the files behind it do not even parse on an old Node.
import { nodeComplaint } from './nodeVersion.mjs';

const complaint = nodeComplaint(process.versions.node);
if (complaint) {
  console.error(complaint);
  process.exitCode = 1;
} else {
  import('./testAll.mjs').then((tests) => tests.testAll(process.argv.slice(2)));
}
