import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'الأخطاء', en: 'Errors' },
  summary: {
    ar: 'كل خطأ ترميه المكتبة عن قصد له معرّف وبيانات، والصفحة تشرحه بالعربية والإنجليزية.',
    en: 'Every error that the library throws on purpose has a code and data, and the page explains it in both languages.',
  },
  examples: {
    caught: {
      of: 'KitError',
      ar: 'خطأ في الأشكال وما يحمله',
      en: 'An error about shapes, and what it carries',
    },
  },
};
