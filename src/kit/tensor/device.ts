/** Finding a GPU and asking it for everything useful that it has. */

/** A device with what the page tells about it. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  /** `apple metal-3`, `google swiftshader` … */
  readonly label: string;
  /** A CPU pretends to be a GPU: right answers, no speed to speak of. */
  readonly isSoftware: boolean;
  readonly features: readonly string[];
}

/** Why there is no device. */
export type NoGpu = 'no-webgpu' | 'no-adapter' | 'software-adapter' | 'device-failed';

/** Used when present; every kernel also has a version without them. */
const OPTIONAL_FEATURES = ['timestamp-query', 'subgroups', 'shader-f16'] as const;

/** Limits of which a larger value lets bigger tensors or better tiles run. */
const RAISED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

/**
 * A device on the best adapter of `gpu`, or why there is none. A software adapter is taken only with `acceptSoftware`:
 * wasm is 10 to 60 times faster than it.
 */
export async function openGpu(
  gpu: GPU | undefined,
  options: { readonly acceptSoftware: boolean },
): Promise<Gpu | NoGpu> {
  if (!gpu) return 'no-webgpu';
  let isAdapterFound = false;
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return 'no-adapter';
    isAdapterFound = true;
    const isSoftware = isSoftwareAdapter(adapter);
    if (isSoftware && !options.acceptSoftware) return 'software-adapter';
    const requiredFeatures = OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature));
    const requiredLimits = Object.fromEntries(
      RAISED_LIMITS.map((name) => [name, adapter.limits[name]] as const).filter(
        ([, value]) => value !== undefined,
      ),
    );
    const device = await adapter.requestDevice({ requiredFeatures, requiredLimits });
    return {
      device,
      info: adapter.info,
      label: adapterLabel(adapter.info),
      isSoftware,
      features: requiredFeatures,
    };
  } catch {
    // the browser has a GPU that it does not give; the code tells the reader, who can do nothing with the text
    return isAdapterFound ? 'device-failed' : 'no-adapter';
  }
}

function isSoftwareAdapter(adapter: GPUAdapter): boolean {
  const { info } = adapter;
  // before 2025 the flag stood on the adapter itself
  const isFallback = info.isFallbackAdapter || Reflect.get(adapter, 'isFallbackAdapter') === true;
  const text = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
  return isFallback || /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.test(text);
}

function adapterLabel(info: GPUAdapterInfo): string {
  const label =
    info.description || [info.vendor, info.architecture || info.device].filter(Boolean).join(' ');
  return label || 'unknown';
}
