import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'المُدخلات', en: 'Inputs' },
  summary: {
    ar: 'منزلقات وقوائم وحقول: تطلب الخلية قيمتها، وكلما غيّرها القارئ أعيد تشغيل ما يعتمد عليها.',
    en: 'Sliders, lists and fields: a cell asks for their value, and whenever the reader changes one, what depends on it runs again.',
  },
  examples: {
    wave: { of: 'slider', ar: 'منزلق يغيّر موجة', en: 'A slider that changes a wave' },
    choice: { of: 'select', ar: 'قائمة ومربع اختيار', en: 'A list and a box to tick' },
    words: { of: 'text', ar: 'جملة من عندك', en: 'A sentence of your own' },
  },
  labels: {
    waves: { ar: 'عدد الموجات', en: 'number of waves' },
    start: { ar: 'الخانات', en: 'entries' },
    'rows-sum-to-one': { ar: 'اجعل مجموع كل صف واحدًا', en: 'make each row sum to one' },
    sentence: { ar: 'اكتب جملة', en: 'write a sentence' },
  },
};
