/**
 * What `import * as tf from '@tensorflow/tfjs'` gives in a cell: the shared core and the layers API, on the backend that
 * the page has chosen. Without the converter, `tf.data` and WebGL, which need a network or hide which backend computes.
 */
import { version_core } from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';

export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-layers';

/** Versions of the parts, as in tfjs. */
export const version = {
  tfjs: version_core,
  'tfjs-core': version_core,
  'tfjs-layers': version_layers,
};
