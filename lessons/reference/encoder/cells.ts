//#cell pieces
import { createTokenizer } from 'kit/encoder';
import type { VocabularyPiece } from 'kit/encoder';
import { table } from 'kit/show';

const reserved = Array<VocabularyPiece>(6).fill(['', null]);
const cut = createTokenizer([
  ...reserved,
  ['▁re', -3],
  ['▁restart', -9],
  ['start', -4],
  ['▁it', -2],
]);
const { ids, pieces } = cut('restart it');
table(ids.map((id, place) => ({ piece: pieces[place], id })));

//#cell letters
import { foreignShare } from 'kit/encoder';
import { table } from 'kit/show';

const texts = ['restart the server', 'restart الخادم', 'أعد البدء'];
table(texts.map((text) => ({ text, share: foreignShare(text) })));

//#cell alike run=click
import { loadUseLite } from 'kit/encoder';
import { matrix } from 'kit/show';
import { matMul } from 'kit/tensor';

const sentences = [
  'The server is down.',
  'The machine does not answer.',
  'I would like some tea.',
];
const encoder = await loadUseLite();
const { vectors } = encoder.encode(sentences); // [N, 512]
const alike = matMul(vectors, vectors, { transposeB: true }); // [N, N]
encoder.dispose();
matrix(alike, { rows: sentences });
