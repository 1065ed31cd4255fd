/**
 * The one door to tfjs: tensors, plain functions on them, the choice of what computes, own WGSL programs, and the counting
 * of memory.
 */
export {
  activeBackend,
  backendState,
  connectLoader,
  disposeBackend,
  finishWork,
  flush,
  onDeviceLost,
  onGpuError,
  setUpBackend,
  webgpu,
  withBackend,
} from './backend.ts';
export type {
  Backend,
  BackendChoice,
  BackendLoader,
  BackendState,
  SetUpOptions,
} from './backend.ts';
export {
  fill,
  indices,
  oneHot,
  ones,
  randomNormal,
  randomUniform,
  range,
  rowsFor,
  tensor,
  tensorFrom,
  zeros,
} from './create.ts';
export type { RandomOptions, TensorOf } from './create.ts';
export { isTensor } from './guard.ts';
export { MASKED } from './infinity.ts';
export * from './kernels/index.ts';
export { matMul } from './matMul.ts';
export type { MatMulOptions } from './matMul.ts';
export * from './math.ts';
export { dispose, isRecordingGradients, keep, memory, tidy } from './memory.ts';
export type { Memory } from './memory.ts';
export {
  compiledProgram,
  compiledPrograms,
  compileProgram,
  dispatch,
  kernelFeatures,
  limitFeatures,
  runProgram,
} from './programs.ts';
export type { CompiledProgram, Dispatch, KernelFeature, Program } from './programs.ts';
export { fastMatMul, fastSoftmaxRows } from './ownKernels.ts';
export { RecordedPlan } from './recordedPlan.ts';
export type {
  PlanBuffer,
  PlanCopy,
  PlanResult,
  PlanRun,
  PlanStep,
  Workgroups,
} from './recordedPlan.ts';
export { cellMemory, endCell, freeCell, startCell, tidyAsync } from './scopes.ts';
export { checkWgsl, runInSlices } from './slices.ts';
export type { SlicedRun, SlicedWork } from './slices.ts';
export { softmaxRows } from './softmax.ts';
export { wgsl } from './wgsl.ts';
export type { Wgsl } from './wgsl.ts';
// gradients and optimisers as tfjs has them: lessons that train use these names
export {
  customGrad,
  grad,
  grads,
  losses,
  train,
  valueAndGrads,
  variable,
  variableGrads,
} from './tfjs.ts';
export type {
  DataType,
  Optimizer,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Tensor5D,
  Variable,
} from './tfjs.ts';
