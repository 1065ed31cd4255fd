import type { Lesson } from '../../schema.ts';

export const lesson: Lesson = {
  id: 'attention/linear',
  minutes: 20,
  needs: ['attention/one-head'],
  texts: {
    sentence: {
      ar: ['أوقف', 'التحديث', 'الخادم', 'فـ', 'شغِّلـ', 'ـه'],
      en: ['update', 'stopped', 'server', 'so', 'restart', 'it'],
    },
    padding: {
      ar: ['بلا حشو', 'بحشو، والقناع مُهمَل', 'بحشو وقناع'],
      en: ['no padding', 'padding, mask ignored', 'padding and mask'],
    },
    /** Columns of the table in the cell `swap`. */
    heads: {
      ar: ['الانتباه', 'جيب التمام مع softmax', 'اتفاق الرتب', 'نظائر من 12'],
      en: ['attention', 'cosine to softmax', 'rank agreement', 'partners of 12'],
    },
  },
  roles: {
    ar: ['event', 'cause', 'thing', 'link', 'action', 'pronoun'],
    en: ['cause', 'event', 'thing', 'link', 'action', 'pronoun'],
  },
  labels: {
    read: { ar: 'رموز قُرئت', en: 'tokens read' },
    features: { ar: 'عدد السمات M', en: 'features M' },
    times: { ar: 'اضرب الدرجات في', en: 'multiply the scores by' },
    sentences: { ar: 'جمل إنجليزية، كل جملة في سطر', en: 'English sentences, one a line' },
    longest: { ar: 'أطول نص، بالرموز', en: 'longest text, in tokens' },
  },
  words: {
    sum: { ar: 'المجموع', en: 'sum' },
    kept: { ar: 'ما حُفظ من المفاتيح والقيم', en: 'what is kept of keys and values' },
    once: { ar: 'الناتج بلا جدول', en: 'output without the table' },
    table: { ar: 'الناتج من الجدول', en: 'output by the table' },
    linear: { ar: 'خطي', en: 'linear' },
    evenly: { ar: 'أنصبة متساوية', en: 'equal shares' },
    only1: { ar: 'خطي في الطبقة 1 وحدها', en: 'linear in layer 1 only' },
    only2: { ar: 'خطي في الطبقة 2 وحدها', en: 'linear in layer 2 only' },
    original: { ar: 'الشيفرة الأصلية', en: 'the original' },
    call: { ar: 'الاستدعاء', en: 'call' },
    length: { ar: 'عدد الرموز T', en: 'tokens T' },
    work: { ar: 'عمليات الضرب', en: 'multiplications' },
    counted: {
      ar: 'محسوبة بالعدّ لا مقيسة، لرأس حجمه 64',
      en: 'counted, not measured; head size 64',
    },
    features: { ar: 'عدد السمات M', en: 'features M' },
    error: { ar: 'الخطأ النسبي', en: 'relative error' },
    seed: { ar: 'سحبة واحدة', en: 'one draw' },
    median: { ar: 'الوسيط', en: 'median' },
    spread: { ar: 'عشر سحبات لكل M', en: 'ten draws for each M' },
    medians: { ar: 'وسيط عشر سحبات', en: 'medians of ten draws' },
    where: { ar: 'أين', en: 'where' },
    top: { ar: 'أكبر درجة، بالقيمة المطلقة', en: 'largest score, in absolute value' },
    sentence: { ar: 'جملة هذه الصفحة', en: 'the sentence of this page' },
    layer1: { ar: 'المرمِّز، الطبقة 1', en: 'the encoder, layer 1' },
    layer2: { ar: 'المرمِّز، الطبقة 2', en: 'the encoder, layer 2' },
    time: { ar: 'وسيط الزمن، ms', en: 'median time, ms' },
    text: { ar: 'الجملة', en: 'sentence' },
  },
};
