import type { Lesson } from '../../schema.ts';

export const lesson: Lesson = {
  id: 'attention/rope',
  minutes: 20,
  needs: ['attention/one-head'],
  texts: {
    /** Nothing but the order tells who thanked whom. */
    sentence: { ar: ['أكرم', 'موسى', 'عيسى'], en: ['Tom', 'thanked', 'Sam'] },
    swapped: { ar: ['أكرم', 'عيسى', 'موسى'], en: ['Sam', 'thanked', 'Tom'] },
    /** One word in three places. */
    line: {
      ar: ['الصبر', 'على', 'الصبر', 'يورث', 'الصبر'],
      en: ['rain', 'on', 'rain', 'brings', 'rain'],
    },
  },
  roles: { ar: ['verb', 'doer', 'other'], en: ['doer', 'verb', 'other'] },
  labels: {
    base: { ar: 'الأساس', en: 'base' },
    ahead: { ar: 'أين يبحث الفعل عن فاعله', en: 'where the verb looks for its doer' },
    fraction: { ar: 'النسبة التي تُدوَّر', en: 'fraction that turns' },
    seed: { ar: 'البذرة', en: 'seed' },
    squeeze: { ar: 'اقسم المواضع على', en: 'divide the places by' },
    words: { ar: 'كلمات من عندك', en: 'words of your own' },
    length: { ar: 'عدد الرموز', en: 'number of tokens' },
  },
  words: {
    pair: { ar: 'الزوج', en: 'pair' },
    place: { ar: 'الموضع', en: 'place' },
    perPlace: { ar: 'الدوران لكل موضع', en: 'turn per place' },
    fullTurn: { ar: 'مواضع الدورة الكاملة', en: 'places per full turn' },
    query: { ar: 'الاستعلام', en: 'query' },
    key: { ar: 'المفتاح', en: 'key' },
    score: { ar: 'الدرجة', en: 'score' },
    rotated: { ar: 'ما يُدوَّر (R)', en: 'numbers that turn (R)' },
    original: { ar: 'في الأصل', en: 'in the original' },
    mended: { ar: 'بعد الإصلاح', en: 'mended' },
    loss: { ar: 'الخسارة بعد 500 خطوة', en: 'loss after 500 steps' },
    trained: { ar: 'مسافات تدرّب عليها', en: 'trained on' },
    unseen: { ar: 'مسافات لم يرها', en: 'never seen' },
    distance: { ar: 'المسافة إلى الوراء', en: 'distance back' },
    tokens: { ar: 'طول النص', en: 'tokens in the text' },
    weight: { ar: 'الوزن', en: 'weight' },
    fifth: { ar: 'وزن ما يسبق السائل بخمسة', en: 'weight on the one five back' },
    unplaced: { ar: 'بلا مواضع', en: 'Without places' },
    turnedByPlace: { ar: 'بعد التدوير بحسب المواضع', en: 'Turned by their places' },
    base: { ar: 'الأساس', en: 'base' },
    short: { ar: 'أزواج لم تُتمّ دورة', en: 'pairs short of a full turn' },
    slow: { ar: 'زاوية أبطأ زوج', en: 'angle of the slowest pair' },
    turning: { ar: 'تدوير الاستعلامات والمفاتيح', en: 'turning queries and keys' },
    attending: { ar: 'الانتباه نفسه', en: 'the attention itself' },
  },
};
