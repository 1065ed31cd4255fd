import type { Lesson } from '../../schema.ts';

export const lesson: Lesson = {
  id: 'attention/flash',
  minutes: 20,
  needs: ['attention/one-head'],
  texts: {
    sentence: {
      ar: ['أوقف', 'التحديث', 'الخادم', 'فـ', 'شغِّلـ', 'ـه'],
      en: ['update', 'stopped', 'server', 'so', 'restart', 'it'],
    },
  },
  roles: {
    ar: ['event', 'cause', 'thing', 'link', 'action', 'pronoun'],
    en: ['cause', 'event', 'thing', 'link', 'action', 'pronoun'],
  },
  labels: {
    tile: { ar: 'الرقعة', en: 'tile' },
    scores: { ar: 'درجات من عندك', en: 'scores of your own' },
    width: { ar: 'عرض الرقعة', en: 'width of a tile' },
    groups: { ar: 'عدد مجموعات العمل', en: 'number of workgroups' },
    bound: { ar: 'حدّ الحلقة', en: 'bound of the loop' },
    length: { ar: 'عدد الرموز', en: 'number of tokens' },
  },
  words: {
    whole: {
      ar: 'المعتاد: الدرجات كلها في الذاكرة البطيئة',
      en: 'Plain: all scores, in slow memory',
    },
    onChip: {
      ar: 'مع FlashAttention: رقعة واحدة في الذاكرة السريعة',
      en: 'Flash: one tile, in fast memory',
    },
    row: { ar: 'الصف', en: 'row' },
    plain: { ar: 'المعتاد', en: 'plain' },
    flash: { ar: 'FlashAttention', en: 'flash' },
    counted: { ar: 'معدود', en: 'counted' },
    argued: { ar: 'بالصيغة', en: 'by formula' },
    equal: { ar: 'الناتجان متساويان', en: 'same output' },
    buffer: { ar: 'مصفوفة الدرجات', en: 'score matrix' },
    part: { ar: 'الجزء', en: 'part' },
    declared: { ar: 'درجات ستُحسب', en: 'scores to be computed' },
    first: {
      ar: 'اختر العددين أولًا: فما إن تبدأ نواةٌ على المعالج الرسومي حتى يتعذّر إيقافها.',
      en: 'Choose both numbers first: a kernel that has begun on the GPU cannot be stopped.',
    },
    wrong: { ar: 'صفوف خاطئة', en: 'wrong rows' },
    gpu: { ar: 'المعالج الرسومي', en: 'GPU' },
    software: { ar: 'محاكاة برمجية', en: 'software adapter' },
    slices: { ar: 'الدفعات', en: 'dispatches' },
    longest: { ar: 'أطول دفعة', en: 'longest dispatch' },
    intensity: { ar: 'عمليات لكل بايت', en: 'operations per byte' },
    speed: { ar: 'السرعة', en: 'speed' },
    roof: { ar: 'السقف', en: 'roof' },
    real: { ar: 'مقيس على معالجك الرسومي', en: 'measured on your GPU' },
    pretended: {
      ar: 'محاكاة برمجية: لا تدلّ على أي معالج رسومي',
      en: 'a software adapter: says nothing about any GPU',
    },
    original: {
      ar: 'الأصل: أي قناع يُعدّ قناعًا سببيًّا',
      en: 'The original: any mask is taken for causal',
    },
    asked: {
      ar: 'المطلوب: حشو في آخر رمزين',
      en: 'What was asked: the last two are padding',
    },
    line: { ar: 'سطر الأصل', en: 'Line of the original' },
    gives: { ar: 'ما يحدث', en: 'What happens' },
    step: { ar: 'الخطوة', en: 'step' },
    shape: { ar: 'شكل الناتج', en: 'output' },
    cache: { ar: 'رموز في المخزن', en: 'tokens in the cache' },
  },
};
