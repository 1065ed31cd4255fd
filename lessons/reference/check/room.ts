import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'فحص الأجوبة', en: 'Checks of answers' },
  summary: {
    ar: 'فحوص التمارين: تنظر في ما يفعله الجواب لا في كيفية كتابته، ونتائجها بيانات تحمل معرّف رسالة ومثالًا ينقض الجواب.',
    en: 'What exercises are checked with: they look at what an answer does, never at how it is written, and give back data: the id of a message and a counter-example.',
  },
  examples: {
    'two-answers': {
      of: 'expectRowsSumToOne',
      ar: 'دالتان، إحداهما لا تجعل مجموع كل صف واحدًا',
      en: 'Two functions, one of which does not make rows sum to one',
    },
  },
};
