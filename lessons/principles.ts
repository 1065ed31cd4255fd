import type { Bilingual } from './schema.ts';

/** A principle of the course, and the place where it can be seen kept. Both sentences must be true today. */
export interface Principle {
  readonly id: string;
  readonly title: Bilingual;
  readonly text: Bilingual;
  readonly seen: {
    /** A lesson that exists. */
    readonly lesson: string;
    /** The id of an element of its page, the same in both languages. */
    readonly at: string;
    readonly says: Bilingual;
  };
}

/** What the course holds to. The first page shows them in this order. */
export const principles: readonly Principle[] = [
  {
    id: 'depth',
    title: { ar: 'العمق النظري', en: 'Depth of theory' },
    text: {
      ar: 'تُشرح الصيغة في موضعها، ويُختبَر سببها حيث أمكن: لماذا نقسم الدرجة على جذر D؟ تجيب خليةٌ تقيس ألفي زوج عشوائي.',
      en: 'A formula is explained where it stands, and its reason tested where it can be: why a score is divided by the root of D is answered by a cell that measures two thousand random pairs.',
    },
    seen: {
      lesson: 'attention/one-head',
      at: 'why-divide',
      says: { ar: 'لماذا نقسم على جذر D؟', en: 'Why divide by the root of D?' },
    },
  },
  {
    id: 'scratch',
    title: { ar: 'من الصفر', en: 'From scratch' },
    text: {
      ar: 'كل خطوة سطرٌ أو سطران من الشيفرة أمامك: ضربٌ فقسمةٌ ثم softmax ثم ضرب. غيّر أيَّ رقم وشغّل، تتغيّر النتيجة.',
      en: 'Each step is a line or two of code in front of you: multiply, divide, softmax, multiply. Change any number, run, and the result changes.',
    },
    seen: {
      lesson: 'attention/one-head',
      at: 'cell-scores',
      says: { ar: 'الدرجات، محسوبةً في خلية', en: 'The scores, computed in a cell' },
    },
  },
  {
    id: 'production',
    title: { ar: 'عقلية الإنتاج', en: 'A mind for production' },
    text: {
      ar: 'تُقاس السرعة على جهازك أنت: وسيطُ مراتٍ كثيرة، من دون وقت التصريف. ولا تعرض خليةٌ زمنًا لم يقسه جهازك.',
      en: 'Speed is measured on your own machine: the median of many runs, compilation left out. No cell shows a time that your machine did not take.',
    },
    seen: {
      lesson: 'attention/one-head',
      at: 'cell-at-scale',
      says: { ar: 'الرأس نفسه على نص أطول', en: 'The same head on a longer text' },
    },
  },
  {
    id: 'quality',
    title: { ar: 'الجودة', en: 'Quality' },
    text: {
      ar: 'الشيفرة كلها محدَّدة الأنواع، وتُفحص أنواع الخلايا وتُشغَّل في اختبارات الدورة. وحلّك كذلك يُفحص بسلوكه لا بنصّه.',
      en: 'All code is typed, and the cells are type-checked and run by the tests of the course. Your solution, too, is checked by what it does and not by its text.',
    },
    seen: {
      lesson: 'attention/one-head',
      at: 'exercise-mask',
      says: { ar: 'تمرين يُفحَص حلّه بسلوكه', en: 'An exercise checked by behaviour' },
    },
  },
  {
    id: 'practice',
    title: { ar: 'الخبرة من الواقع', en: 'Practice' },
    text: {
      ar: 'ينتهي الدرس عند شركة اصطدمت بما شرحه: ما الذي غيّرته، وكم كسبت، ومن أين عرفنا.',
      en: 'A lesson ends with a company that met what it explains: what it changed, what that gained, and where we know it from.',
    },
    seen: {
      lesson: 'attention/one-head',
      at: 'in-production',
      says: {
        ar: 'مايكروسوفت وFlashAttention وWebGPU',
        en: 'Microsoft, FlashAttention and WebGPU',
      },
    },
  },
];
