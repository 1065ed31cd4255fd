// @ts-check
// `npm start`. The check comes first: the files behind it do not even parse on an old Node.
import { nodeComplaint } from './nodeVersion.mjs';

const complaint = nodeComplaint(process.versions.node);
if (complaint) {
  console.error(complaint);
  process.exitCode = 1;
} else {
  import('./startSite.mjs').then((site) => site.startSite(process.argv.slice(2)));
}
