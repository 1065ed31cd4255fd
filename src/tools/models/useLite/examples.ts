/** Pairs of sentences whose similarity goes on the model's card, so that a reader knows what to expect. */
export interface ExamplePair {
  readonly kind: 'related' | 'unrelated' | 'related jargon' | 'related Arabic' | 'unrelated Arabic';
  readonly a: string;
  readonly b: string;
}

export const examplePairs: readonly ExamplePair[] = [
  { kind: 'related', a: 'How old are you?', b: 'What is your age?' },
  {
    kind: 'related',
    a: 'The customer disputed the payment.',
    b: 'The cardholder contested the charge.',
  },
  { kind: 'related', a: 'My phone is not working.', b: 'There is a problem with my mobile.' },
  {
    kind: 'related',
    a: 'The bank raised interest rates.',
    b: 'Borrowing money became more expensive.',
  },
  { kind: 'unrelated', a: 'How old are you?', b: 'The bank raised interest rates.' },
  { kind: 'unrelated', a: 'My phone is not working.', b: 'Cut the onions into small pieces.' },
  {
    kind: 'unrelated',
    a: 'The customer disputed the payment.',
    b: 'The river was frozen all winter.',
  },
  {
    kind: 'related jargon',
    a: 'Attention lets the model look at all tokens.',
    b: 'The network can weigh every word in the sequence.',
  },
  {
    kind: 'related jargon',
    a: 'Quantisation shrinks the weights to eight bits.',
    b: 'Model parameters are stored as small integers.',
  },
  { kind: 'related Arabic', a: 'كم عمرك؟', b: 'ما هو سنّك؟' },
  { kind: 'unrelated Arabic', a: 'كم عمرك؟', b: 'رفع البنك أسعار الفائدة.' },
  { kind: 'unrelated Arabic', a: 'قطّع البصل قطعًا صغيرة.', b: 'تجمّد النهر طوال الشتاء.' },
];
