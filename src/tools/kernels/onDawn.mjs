// @ts-check
import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { projectRoot, runCommand } from '../command.mjs';
import { installBeside } from '../installBeside.mjs';
import { addCounts } from '../testReport.mjs';

/** Dawn, the WebGPU of Chromium, for Node: 132 MB, so installed only when asked for, and never a dependency. */
const dawn = { webgpu: '0.6.2' };

/**
 * A Vulkan driver that computes on the CPU.
 * @typedef {{ name: string, env: Record<string, string> }} Driver
 * @typedef {import('../testReport.mjs').Counts} Counts
 */

/**
 * Runs the cells of the browser's kernel test in Node, where other drivers can be had than the browser's own: subgroups of 8
 * and f16 on lavapipe. Says what it left out and why.
 * @param {string} browserPath
 * @returns {Promise<Counts>}
 */
export async function testKernelsOnDawn(browserPath) {
  const { drivers, absent } = softwareDrivers({ browserPath });
  for (const reason of absent) console.log(`  - ${reason}`);
  const skipped = { passed: 0, failed: 0, skipped: absent.length };
  if (drivers.length === 0) return skipped;

  const folder = join(projectRoot, '.cache', 'dawn');
  const fault = await installBeside(folder, dawn);
  if (fault !== null) {
    const last = fault.split('\n').at(-1);
    console.log(`  - not run: npm could not install webgpu ${dawn.webgpu} (${last})`);
    return { ...skipped, skipped: absent.length + drivers.length };
  }
  const counts = [skipped];
  for (const driver of drivers) counts.push(await runOn(driver, folder));
  return addCounts(counts);
}

/**
 * Drivers that are installed, and why others are not there. Outside of Linux there is one: the system's own GPU.
 * @param {{ browserPath: string, platform?: string, folders?: readonly string[] }} machine
 * @returns {{ drivers: Driver[], absent: string[] }}
 */
export function softwareDrivers({
  browserPath,
  platform = process.platform,
  folders = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d'],
}) {
  if (platform !== 'linux')
    return { drivers: [{ name: 'the GPU of this machine', env: {} }], absent: [] };
  // Chromium brings its loader of Vulkan drivers along; a system may have none
  const beside = [dirname(browserPath), existing(browserPath), '/usr/lib/chromium'].filter(
    (folder) => existsSync(join(folder, 'vk_swiftshader_icd.json')),
  )[0];
  const libraries = [beside, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  /** @param {string} name @param {string} file @returns {Driver} */
  const driver = (name, file) => ({
    name,
    env: { VK_ICD_FILENAMES: file, LD_LIBRARY_PATH: libraries },
  });
  const chosen = process.env.VK_ICD_FILENAMES;
  const lavapipe =
    chosen ??
    folders
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
      .find((file) => /\blvp_icd\b.*\.json$/.test(file));
  /** @type {Driver[]} */
  const drivers = [];
  const absent = [];
  if (lavapipe)
    drivers.push(driver(chosen ? 'the driver of VK_ICD_FILENAMES' : 'lavapipe', lavapipe));
  else absent.push('lavapipe: not run, as it is not installed (mesa-vulkan-drivers, 24 or newer)');
  if (beside) drivers.push(driver('SwiftShader', join(beside, 'vk_swiftshader_icd.json')));
  else absent.push(`SwiftShader: not run, as it does not lie beside ${browserPath}`);
  return { drivers, absent };
}

/** @param {string} path @returns {string} the folder of what a link leads to */
function existing(path) {
  return dirname(existsSync(path) ? realpathSync(path) : path);
}

/** @param {Driver} driver @param {string} folder @returns {Promise<Counts>} */
async function runOn({ name, env }, folder) {
  // an empty cache of lavapipe's: it compiles as on a first visit, but not again for every dispatch
  const shaders = join(folder, 'shaders');
  rmSync(shaders, { recursive: true, force: true });
  console.log(`  on ${name}`);
  const tsx = join(projectRoot, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const cells = join(projectRoot, 'e2e', 'cells', 'kernels.ts');
  const entry = join(folder, 'node_modules', 'webgpu', 'index.js');
  const { code, output } = await runCommand(
    process.execPath,
    [tsx, join(projectRoot, 'src/tools/kernels/runCells.ts'), '--dawn', entry, '--cells', cells],
    { env: { ...env, MESA_SHADER_CACHE_DIR: shaders }, timeoutMs: 10 * 60_000 },
  );
  const lines = output.trim().split('\n');
  const told = lines.filter((line) => line.startsWith('  '));
  const last = /^\{.*\}$/.test(lines.at(-1) ?? '') ? JSON.parse(lines.at(-1) ?? '') : null;
  if (last?.missing) {
    console.log(`  - not run: Dawn finds no adapter there (${last.missing})`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  if (code !== 0 || !last) {
    console.log(output.trim());
    return { passed: 0, failed: 1, skipped: 0 };
  }
  console.log(last.failed > 0 ? output.trim() : told.join('\n'));
  return last;
}
