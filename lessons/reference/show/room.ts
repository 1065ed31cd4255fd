import type { ReferenceRoom } from '../../schema.ts';

export const room: ReferenceRoom = {
  title: { ar: 'العرض', en: 'Showing' },
  summary: {
    ar: 'أوصاف ما تعرضه الخلية: مصفوفات ومخططات وجداول وشبكات وصيغ. بيانات صرفة ترسمها الصفحة.',
    en: 'Descriptions of what a cell shows: matrices, charts, tables, graphs, formulas. Plain data that the page draws.',
  },
  examples: {
    heat: { of: 'matrix', ar: 'خريطة حرارية بأرقامها', en: 'A heat map with its numbers' },
    lines: {
      of: 'chart',
      ar: 'نموّان على محورين لوغاريتميين',
      en: 'Two growths on logarithmic axes',
    },
    rows: { of: 'table', ar: 'جدول ذو وحدة', en: 'A table with a unit' },
    nodes: { of: 'network', ar: 'شبكة موجَّهة على طبقات', en: 'A directed graph in layers' },
    arcs: { of: 'sentence', ar: 'ما تأخذه كلمة من غيرها', en: 'What a word takes from others' },
    typeset: {
      of: 'group',
      ar: 'صيغة، وبجانبها قيمة تُفتح',
      en: 'A formula beside a value to open',
    },
  },
};
