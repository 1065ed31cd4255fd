import { installBeside } from '../tools/installBeside.mjs';

/**
 * Installs the systems that a part measures beside us, in exact versions, unless they are there already.
 * @throws Error with what npm said
 */
export async function installPeers(
  folder: string,
  versions: Readonly<Record<string, string>>,
): Promise<void> {
  const fault = await installBeside(folder, versions);
  if (fault !== null) throw new Error(`npm could not install the peers: ${fault}`);
}
