/**
 * The tfjs that everything in the tab shares: core with gradients and chained operations, the cpu and the WebGPU
 * backend. Built as a file of its own, and what other files get for `@tensorflow/tfjs-core`, so that there is exactly one
 * engine. WebGL is left out on purpose: tfjs would choose it silently.
 */
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-backend-cpu';
import { findBackendFactory, removeBackend } from '@tensorflow/tfjs-core';
// importing the class also registers a default factory, which is removed below
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

export * from '@tensorflow/tfjs-core';
export { WebGPUBackend };

// that factory asks for a device without our features and limits; `setUpBackend` registers one with them
if (findBackendFactory('webgpu')) removeBackend('webgpu');
