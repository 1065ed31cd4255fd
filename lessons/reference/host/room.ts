import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'العالم الخارجي', en: 'The outside' },
  summary: {
    ar: 'المنفذ الوحيد من المكتبة إلى خارجها: الملفات والتخزين والتنزيل والساعة. والصفحة هي التي تجيب، بعد أن تتحقق.',
    en: 'The library’s one way to the outside: files, storage, downloads, the clock. The page answers, after its own checks.',
  },
  examples: {
    clock: {
      of: 'host',
      ar: 'الساعة التي تقيس بها المكتبة',
      en: 'The clock that the library measures with',
    },
    kept: {
      of: 'Store',
      ar: 'قيمة تُحفظ ثم تُقرأ ثم تُمحى',
      en: 'A value that is kept, read back and removed',
    },
  },
};
