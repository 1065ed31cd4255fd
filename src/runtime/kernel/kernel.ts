import type * as TensorKit from '../../kit/tensor/index.ts';
import type * as CheckKit from '../../kit/check/index.ts';
import * as errors from '../../kit/errors.ts';
import * as hostKit from '../../kit/host.ts';
import * as random from '../../kit/random.ts';
import * as show from '../../kit/show/index.ts';
import * as input from '../../kit/input/index.ts';
import type { Input, InputValue } from '../../kit/input/types.ts';
import type { BackendChoice, CheckFinding } from '../state.ts';
import {
  limits,
  type FromKernel,
  type KernelFile,
  type Runnable,
  type RunRequest,
  type Snapshot,
  type ToKernel,
} from '../protocol.ts';
import { describeError } from './errors.ts';
import { evaluate, type CellApi } from './evaluate.ts';
import { HostBridge } from './hostBridge.ts';
import { currentValue } from './inputs.ts';
import { Modules } from './modules.ts';
import { Outputs } from './outputs.ts';
import { cellOf, hearLateErrors } from './lateErrors.ts';
import { lockDown, watchBuiltIns } from './pristine.ts';
import { ProgressMeter } from './progress.ts';
import { holdsTensor, reviveSnapshot, takeSnapshot } from './snapshot.ts';
import { captureConsole } from './console.ts';
import { noTensors, tensorAccess } from './tensors.ts';
import { CellTimers } from './timers.ts';

const tensorModule = 'kit/tensor';
const checkModule = 'kit/check';
/** Kit folders whose code runs without tensors; any other import brings the tensor library and a backend. */
const withoutTensors = new Set([
  'kit/show',
  'kit/input',
  'kit/errors',
  'kit/host',
  'kit/random',
  'kit/synth',
]);
/** After a stopped GPU run: how long a new device may take before the reader is told why. */
const gpuBusyAfterMs = 400;

interface CurrentRun {
  readonly run: number;
  readonly cell: string;
  readonly controller: AbortController;
  readonly outputs: Outputs;
  readonly inputs: Set<string>;
}

/**
 * The kernel: holds the cells' values, runs one cell at a time, and speaks to the page over `port`. Everything it needs
 * later is taken hold of before the first cell runs, since a cell may overwrite any global.
 */
export function startKernel(port: MessagePort, nonce: string): void {
  const post = port.postMessage.bind(port);
  const say = (message: FromKernel, transfer: Transferable[] = []) =>
    post({ ...message, nonce }, transfer);
  const now = performance.now.bind(performance);

  const values = new Map<string, unknown>();
  const owned = new Map<string, readonly string[]>();
  const inputOwners = new Map<string, string>();
  let inputValues: Readonly<Record<string, InputValue>> = {};
  let lesson: unknown = null;
  let choice: BackendChoice = 'auto';
  let isAfterGpuStop = false;
  let current: CurrentRun | null = null;
  const awaited = new Map<number, PromiseWithResolvers<readonly KernelFile[]>>();
  let needs = 0;
  /** Why the device is gone; the page then replaces this kernel. */
  let lostReason: string | null = null;
  let work: Promise<void> = Promise.resolve();

  const bridge = new HostBridge((id, method, args) => say({ t: 'call', id, method, args }));
  const modules = new Modules(
    {
      'kit/errors': errors,
      'kit/host': hostKit,
      'kit/random': random,
      'kit/show': show,
      'kit/input': input,
    },
    (ids) => {
      const id = needs++;
      const files = Promise.withResolvers<readonly KernelFile[]>();
      awaited.set(id, files);
      say({ t: 'need', id, ids });
      return files.promise;
    },
  );
  const tensors = () => modules.get(tensorModule) as typeof TensorKit | undefined;
  const access = () => {
    const kit = tensors();
    return kit ? tensorAccess(kit) : noTensors;
  };

  input.connectInputs((description: Input): InputValue => {
    if (!current) return description.value;
    const owner = inputOwners.get(description.id);
    if ((owner !== undefined && owner !== current.cell) || current.inputs.has(description.id))
      throw new errors.KitError('input-duplicate', { id: description.id });
    inputOwners.set(description.id, current.cell);
    current.inputs.add(description.id);
    const value = currentValue(description, inputValues[description.id]);
    if (current.inputs.size <= limits.inputsPerRun)
      say({ t: 'input', run: current.run, input: { ...description, value } as Input });
    return value;
  });
  const timers = new CellTimers(() => (current ? { cell: current.cell, owner: current } : null));
  captureConsole((level, text) => {
    if (!timers.isStray) current?.outputs.log(level, text);
  });
  hearLateErrors((thrown) => {
    const error = describeError(thrown, '', 0);
    const cell = cellOf(error) ?? current?.cell;
    if (cell !== undefined) say({ t: 'late-error', cell, error: describeError(thrown, cell, 0) });
  });
  lockDown();
  const builtIns = watchBuiltIns();
  const isTampered = (): boolean => builtIns.haveChanged();

  /** The backend, set up once per kernel when a cell first needs tensors. */
  let backend: Promise<void> | null = null;
  const needBackend = (kit: typeof TensorKit): Promise<void> => {
    backend ??= (async () => {
      kit.connectLoader({
        wasmBackend: async () => {
          await modules.load(['kit/tensor/wasm']);
          return modules.get('kit/tensor/wasm') as never;
        },
      });
      kit.onDeviceLost((reason) => {
        lostReason = reason;
        say({ t: 'device-lost', reason });
      });
      kit.onGpuError((message) => current?.outputs.log('error', message));
      let isTold = false;
      const timer = isAfterGpuStop
        ? setTimeout(() => {
            isTold = true;
            say({ t: 'gpu-busy', isBusy: true });
          }, gpuBusyAfterMs)
        : undefined;
      try {
        await kit.setUpBackend({ choice });
      } finally {
        clearTimeout(timer);
        if (isTold) say({ t: 'gpu-busy', isBusy: false });
        isAfterGpuStop = false;
      }
      reportBackend();
    })();
    backend.catch(() => (backend = null));
    return backend;
  };
  const reportBackend = () => {
    const kit = tensors();
    if (kit) say({ t: 'backend', state: kit.backendState() });
  };

  const loadFor = async (codes: readonly (Runnable | null)[]): Promise<void> => {
    const uses = codes.flatMap((code) => code?.imports ?? []).filter((use) => !use.isDynamic);
    await loadModules(uses.map((use) => use.specifier));
    for (const use of uses) {
      const exports = modules.get(use.specifier) ?? {};
      const unknown = use.names.find(
        (name) => name !== '*' && name !== 'default' && !(name in exports),
      );
      if (unknown !== undefined)
        throw new errors.KitError('import-name-unknown', {
          specifier: use.specifier,
          name: unknown,
        });
    }
  };

  const loadModules = async (ids: readonly string[]): Promise<void> => {
    const needsTensors = ids.some((id) => !withoutTensors.has(id));
    await modules.load([...new Set([...ids, ...(needsTensors ? [tensorModule] : [])])]);
    const kit = tensors();
    if (kit && needsTensors) await needBackend(kit);
    if (needsTensors && lostReason !== null)
      throw new errors.KitError('device-lost', { reason: lostReason });
  };

  const scopeFor = (
    params: readonly string[],
    extra: Readonly<Record<string, unknown>>,
    progress: (done: number, total: number) => void,
    active: CurrentRun,
  ) => {
    const scope: Record<string, unknown> = {
      display: (value: unknown) => void active.outputs.show(value),
      progress,
      signal: active.controller.signal,
      lesson,
    };
    for (const name of params) {
      if (Object.hasOwn(extra, name)) scope[name] = extra[name];
      else if (values.has(name)) scope[name] = values.get(name);
    }
    return scope;
  };

  const apiFor = (active: CurrentRun): CellApi => ({
    use: (specifier) => modules.get(specifier) ?? {},
    useLater: async (specifier) => {
      await loadModules([String(specifier)]);
      return modules.get(String(specifier)) ?? {};
    },
    show: (value) => void active.outputs.show(value),
  });

  const forget = (cell: string) => {
    for (const name of owned.get(cell) ?? []) values.delete(name);
    owned.delete(cell);
    timers.end(cell);
    for (const [id, owner] of inputOwners) if (owner === cell) inputOwners.delete(id);
    tensors()?.freeCell(cell);
  };

  const keepValues = (cell: string, defined: Readonly<Record<string, unknown>>) => {
    owned.set(cell, Object.keys(defined));
    for (const [name, value] of Object.entries(defined)) values.set(name, value);
  };

  /** Walks the values at once, while the cell still counts as running and can be stopped; tensors are read after that. */
  const startSnapshot = (run: number, defined: Readonly<Record<string, unknown>>) => {
    const taken = Object.entries(defined).map(
      ([name, value]) => [name, takeSnapshot(value, access()).catch(() => null)] as const,
    );
    return async (): Promise<void> => {
      const kept: Record<string, Snapshot> = {};
      const gone: string[] = [];
      for (const [name, taking] of taken) {
        const snapshot = await taking;
        if (snapshot) kept[name] = snapshot;
        else gone.push(name);
      }
      say({ t: 'snapshot', run, values: kept, gone });
    };
  };

  const check = async (
    code: Runnable,
    defined: Readonly<Record<string, unknown>>,
    active: CurrentRun,
    progress: (done: number, total: number) => void,
  ): Promise<CheckFinding[]> => {
    const kit = modules.get(checkModule) as typeof CheckKit | undefined;
    if (!kit) throw new Error('internal: the check does not import kit/check');
    const findings: CheckFinding[] = [];
    kit.connectFindings((finding) => {
      if (findings.length < limits.findingsPerRun) findings.push(finding);
    });
    await evaluate(
      // Its lines are none that the reader can see.
      `check-of-${active.cell}`,
      code,
      // The last line of a check is a promise of ours: nothing for the reader to see.
      { ...apiFor(active), show: () => undefined },
      scopeFor(code.params, defined, progress, active),
    );
    await kit.settleChecks();
    return findings;
  };

  const run = async (request: RunRequest): Promise<void> => {
    const { cell } = request;
    const outputs = new Outputs(cell, (index, view) =>
      say({ t: 'view', run: request.run, index, view }),
    );
    const active: CurrentRun = {
      run: request.run,
      cell,
      controller: new AbortController(),
      outputs,
      inputs: new Set(),
    };
    current = active;
    let started = now();
    const trial = request.check !== null;
    const scope = trial ? `${cell} (check)` : cell;
    let offset = 0;
    try {
      await loadFor([request.code, request.check]);
      forget(scope);
      builtIns.noteGlobals();
      started = now();
      const meter = new ProgressMeter(now, (done, total, leftMs) =>
        say({ t: 'progress', run: request.run, done, total, leftMs }),
      );
      const progress = (done: number, total: number) => meter.report(done, total);
      tensors()?.startCell(scope);
      const scopeOfCell = scopeFor(request.code.params, {}, progress, active);
      const defined = await evaluate(cell, request.code, apiFor(active), scopeOfCell, (columns) => {
        offset = columns;
      });
      const findings = request.check ? await check(request.check, defined, active, progress) : null;
      // What the cell handed to the GPU is part of its time.
      await tensors()?.finishWork();
      const ms = now() - started;
      const views = await outputs.close();
      if (lostReason !== null) throw new errors.KitError('device-lost', { reason: lostReason });
      if (trial) tensors()?.endCell(scope, { keep: null, keepAll: false });
      else {
        tensors()?.endCell(scope, { keep: defined, keepAll: request.hasClosures });
        keepValues(cell, defined);
      }
      const sendSnapshot = trial ? null : startSnapshot(request.run, defined);
      const count = tensors()?.cellMemory(scope) ?? { count: 0, bytes: 0 };
      reportBackend();
      say({
        t: 'done',
        run: request.run,
        ms,
        views,
        tensors: count,
        findings,
        isTainted: isTampered(),
      });
      await sendSnapshot?.();
    } catch (error) {
      await outputs.close();
      tensors()?.endCell(scope, { keep: null, keepAll: false });
      forget(scope);
      const described = describeError(error, cell, offset);
      say({
        t: 'error',
        run: request.run,
        ms: now() - started,
        error: described,
        isTainted: isTampered(),
      });
    } finally {
      if (trial) forget(scope);
      current = null;
    }
  };

  const restore = async (
    cell: string,
    snapshots: Readonly<Record<string, Snapshot>>,
    remake: Runnable | null,
  ): Promise<void> => {
    try {
      if (Object.values(snapshots).some(holdsTensor)) {
        await modules.load([tensorModule]);
        await needBackend(tensors()!);
      }
      if (remake) await loadFor([remake]);
      tensors()?.startCell(cell);
      const revived: Record<string, unknown> = {};
      for (const [name, snapshot] of Object.entries(snapshots))
        revived[name] = reviveSnapshot(snapshot, access());
      if (remake) {
        const silent = new Outputs(cell, () => undefined);
        const active: CurrentRun = {
          run: -1,
          cell,
          controller: new AbortController(),
          outputs: silent,
          inputs: new Set(),
        };
        const scope = scopeFor(remake.params, revived, () => undefined, active);
        Object.assign(revived, await evaluate(cell, remake, apiFor(active), scope));
        await silent.close();
      }
      tensors()?.endCell(cell, { keep: revived, keepAll: true });
      keepValues(cell, revived);
      say({ t: 'restored', cell, error: null });
    } catch (error) {
      forget(cell);
      say({ t: 'restored', cell, error: describeError(error, cell, 0) });
    }
  };

  const queue = (job: () => Promise<void> | void) => {
    work = work.then(job);
  };

  /** A cell may have broken what the kernel itself stands on: then this little is still said, and the page takes over. */
  const runOrSay = async (request: RunRequest): Promise<void> => {
    try {
      await run(request);
    } catch {
      const message = 'a cell has overwritten built-ins that the kernel needs';
      const none = { code: null, details: {}, line: null, column: null, stack: [] };
      const error = { kind: 'error' as const, name: 'KernelError', message, ...none };
      say({ t: 'error', run: request.run, ms: 0, error, isTainted: true });
    }
  };

  const onMessage = (message: ToKernel): void => {
    switch (message.t) {
      case 'files':
        if (message.failed) {
          const { id, reason } = message.failed;
          const fault = { name: `${id} (${reason})`, status: 0 };
          awaited.get(message.id)?.reject(new errors.KitError('asset-missing', fault));
        } else awaited.get(message.id)?.resolve(message.files);
        awaited.delete(message.id);
        return;
      case 'configure':
        choice = message.backend;
        lesson = message.lesson;
        isAfterGpuStop = message.isAfterGpuStop;
        return;
      case 'inputs':
        inputValues = message.values;
        return;
      case 'run':
        queue(() => runOrSay(message.request));
        return;
      case 'restore':
        queue(() => restore(message.cell, message.values, message.remake));
        return;
      case 'forget':
        queue(() => forget(message.cell));
        return;
      case 'abort':
        if (current?.run === message.run)
          current.controller.abort(new errors.KitError('aborted', { cell: current.cell }));
        return;
      case 'ping':
        say({ t: 'pong', id: message.id });
        return;
      case 'answer':
        if (message.ok) bridge.answer(message.id, message.value);
        else bridge.refuse(message.id, message.code, message.details);
        return;
    }
  };
  // Read past whatever a cell may put in the getter's place: the event would give it the port, the message the nonce.
  const readData = Reflect.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!.get!;
  const apply = Reflect.apply;
  port.onmessage = (event: MessageEvent) => {
    const message = apply(readData, event, []) as ToKernel;
    if (message.nonce === nonce) onMessage(message);
  };
  say({ t: 'ready' });
}
