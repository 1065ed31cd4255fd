import type { TableColumn } from '../show/index.ts';

/**
 * How the rows of `measureLatency` are labelled when they are shown as a table: first what must not be missed where the
 * table is wider than the page.
 */
export const latencyColumns: readonly TableColumn[] = [
  { key: 'method', label: { ar: 'الطريقة', en: 'Method' }, type: 'code' },
  { key: 'backend', label: { ar: 'محرّك الحساب', en: 'Backend' }, type: 'code' },
  { key: 'isSoftware', label: { ar: 'محاكاة برمجية', en: 'Software adapter' } },
  { key: 'medianMs', label: { ar: 'الوسيط', en: 'Median' }, unit: 'ms', type: 'number', digits: 3 },
  { key: 'minMs', label: { ar: 'الأدنى', en: 'Minimum' }, unit: 'ms', type: 'number', digits: 3 },
  { key: 'n', label: { ar: 'عدد القياسات', en: 'Samples' }, type: 'number', digits: 0 },
  {
    key: 'p95Ms',
    label: { ar: 'المئين 95', en: '95th percentile' },
    unit: 'ms',
    type: 'number',
    digits: 3,
  },
  {
    key: 'firstRunMs',
    label: { ar: 'أول تشغيل', en: 'First run' },
    unit: 'ms',
    type: 'number',
    digits: 1,
  },
  {
    key: 'runsPerSample',
    label: { ar: 'مرات كل قياس', en: 'Runs per sample' },
    type: 'number',
    digits: 0,
  },
  { key: 'adapter', label: { ar: 'المعالج الرسومي', en: 'GPU' }, type: 'code' },
  { key: 'why', label: { ar: 'المانع', en: 'Problem' }, type: 'text' },
];

/** Why a row holds no times, in words for both languages. */
export const problemWords = {
  'no-backend': { ar: 'لا محرّك حساب هنا', en: 'no backend here' },
  'no-webgpu': { ar: 'المتصفح بلا WebGPU', en: 'the browser has no WebGPU' },
  'no-adapter': { ar: 'لا معالج رسومي متاح', en: 'no GPU is available' },
  'software-adapter': { ar: 'محاكاة برمجية للمعالج الرسومي', en: 'a software adapter only' },
  'device-failed': { ar: 'تعذّر فتح المعالج الرسومي', en: 'the GPU could not be opened' },
  'no-wasm': { ar: 'المتصفح بلا WebAssembly', en: 'the browser has no WebAssembly' },
  'over-budget': {
    ar: 'تشغيل واحد يتجاوز الوقت المحدد',
    en: 'one run takes longer than the budget',
  },
} as const;
