import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectHost, type Host } from '../host.ts';
import { installedWasm } from '../testBackend.ts';
import {
  activeBackend,
  add,
  backendState,
  connectLoader,
  disposeBackend,
  memory,
  runProgram,
  setUpBackend,
  startCell,
  endCell,
  tensor,
  toArray,
  webgpu,
  withBackend,
  zeros,
} from './index.ts';
import { openGpu } from './device.ts';

interface FakeAdapter {
  readonly info?: Partial<GPUAdapterInfo>;
  readonly features?: readonly string[];
  readonly refuses?: boolean;
}

/** A GPU as far as asking for a device goes. */
function fakeGpu(adapter: FakeAdapter | null | 'throws') {
  const requestDevice = vi.fn((descriptor: GPUDeviceDescriptor) =>
    adapter !== null && adapter !== 'throws' && adapter.refuses
      ? Promise.reject(new Error('no device'))
      : Promise.resolve({ descriptor }),
  );
  const gpu = {
    requestAdapter: () => {
      if (adapter === 'throws') return Promise.reject(new Error('blocked'));
      if (adapter === null) return Promise.resolve(null);
      return Promise.resolve({
        info: {
          vendor: 'apple',
          architecture: 'metal-3',
          device: '',
          description: '',
          ...adapter.info,
        },
        features: new Set(adapter.features ?? []),
        limits: { maxBufferSize: 1_000, maxComputeWorkgroupSizeX: 1_024 },
        requestDevice,
      });
    },
  } as unknown as GPU;
  return { gpu, requestDevice };
}

describe('openGpu', () => {
  const open = (adapter: FakeAdapter | null | 'throws', acceptSoftware = false) =>
    openGpu(fakeGpu(adapter).gpu, { acceptSoftware });

  it('says why there is none', async () => {
    expect(await openGpu(undefined, { acceptSoftware: true })).toBe('no-webgpu');
    expect(await open(null)).toBe('no-adapter');
    expect(await open('throws')).toBe('no-adapter');
    expect(await open({ refuses: true })).toBe('device-failed');
  });

  it.each([
    { isFallbackAdapter: true },
    { vendor: 'google', architecture: 'swiftshader' },
    { vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.7, 256 bits)' },
    { description: 'Microsoft Basic Render Driver' },
  ])('takes a software adapter only when asked for: %o', async (info) => {
    expect(await open({ info })).toBe('software-adapter');
    expect(await open({ info }, true)).toMatchObject({ isSoftware: true });
  });

  it('asks for the optional features and the larger limits that are there', async () => {
    const { gpu, requestDevice } = fakeGpu({ features: ['shader-f16', 'depth-clip-control'] });
    const opened = await openGpu(gpu, { acceptSoftware: false });
    expect(opened).toMatchObject({
      isSoftware: false,
      label: 'apple metal-3',
      features: ['shader-f16'],
    });
    expect(requestDevice).toHaveBeenCalledWith({
      requiredFeatures: ['shader-f16'],
      requiredLimits: { maxBufferSize: 1_000, maxComputeWorkgroupSizeX: 1_024 },
    });
  });
});

describe('setUpBackend', () => {
  const wasmBackend = () => import('./wasm.ts');
  afterEach(disposeBackend);

  // this comes first: once the wasm backend runs, it stays
  it('falls to the cpu when wasm cannot be had, and says so', async () => {
    connectLoader({ wasmBackend: () => Promise.reject(new Error('no file')) });
    expect(await setUpBackend({ choice: 'wasm' })).toMatchObject({
      active: 'cpu',
      fallback: 'no-wasm',
    });
    connectLoader({ wasmBackend, wasmFile: () => Promise.reject(new Error('offline')) });
    expect(await setUpBackend({ choice: 'wasm' })).toMatchObject({
      active: 'cpu',
      fallback: 'no-wasm',
    });
    connectLoader({ wasmBackend, wasmFile: () => Promise.resolve(new Uint8Array([1, 2, 3])) });
    expect(await setUpBackend({ choice: 'auto', gpu: undefined })).toMatchObject({
      active: 'cpu',
      fallback: 'no-webgpu',
    });
    expect(await withBackend('wasm', async () => 1)).toEqual({ missing: 'no-wasm' });
    expect(activeBackend()).toBe('cpu');
  });

  it('takes wasm without a GPU, the binary through the host', async () => {
    const asset = vi.fn((name: string) => installedWasm(name.replace('wasm/', '')));
    connectHost({ asset } as unknown as Host);
    connectLoader({ wasmBackend });
    const state = await setUpBackend({
      choice: 'auto',
      gpu: fakeGpu({ info: { isFallbackAdapter: true } }).gpu,
    });
    expect(state).toMatchObject({
      choice: 'auto',
      active: 'wasm',
      adapter: null,
      isSoftware: false,
      fallback: 'software-adapter',
      features: [],
    });
    expect(asset).toHaveBeenCalledExactlyOnceWith('wasm/tfjs-backend-wasm-simd.wasm');
    expect(await toArray(add(tensor([1, 2]), 1))).toEqual([2, 3]);
  });

  it('labels what was asked for by name and is not there', async () => {
    connectLoader({ wasmBackend, wasmFile: installedWasm });
    expect(await setUpBackend({ choice: 'webgpu', gpu: undefined })).toMatchObject({
      active: 'wasm',
      fallback: 'no-webgpu',
    });
    expect(await setUpBackend({ choice: 'webgpu', gpu: fakeGpu(null).gpu })).toMatchObject({
      fallback: 'no-adapter',
    });
    expect(await setUpBackend({ choice: 'cpu' })).toMatchObject({ active: 'cpu', fallback: null });
    expect(webgpu()).toBeNull();
  });

  it('moves tensors along, and comes back after withBackend, even from an error', async () => {
    connectLoader({ wasmBackend, wasmFile: installedWasm });
    await setUpBackend({ choice: 'cpu' });
    startCell('a');
    const x = tensor([1, -Infinity]);
    const there = await withBackend('wasm', async () => [
      activeBackend(),
      ...(await add(x, 1).data()),
    ]);
    expect(there).toEqual({ result: ['wasm', 2, -Infinity] });
    await expect(withBackend('wasm', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(activeBackend()).toBe('cpu');
    expect(await toArray(add(x, 1))).toEqual([2, -Infinity]);
    endCell('a', { keep: null, keepAll: true });
    expect(backendState().tensors).toBe(memory().tensors);
  });

  it('frees everything when it is disposed of', async () => {
    await setUpBackend({ choice: 'cpu' });
    zeros([2]);
    startCell('a');
    zeros([2]);
    endCell('a', { keep: null, keepAll: true });
    await disposeBackend();
    expect(memory().tensors).toBe(0);
  });

  it('refuses WGSL without WebGPU', async () => {
    await setUpBackend({ choice: 'cpu' });
    const program = { name: 'p', code: '', inputs: 0, outputs: 1 };
    await expect(
      runProgram(program, { inputs: [], outputs: [], workgroups: [1] }),
    ).rejects.toMatchObject({
      code: 'backend-unavailable',
    });
  });
});
