import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../command.mjs';
import { cardText, type Card } from './card.ts';

const folder = join(projectRoot, 'public/models/use-lite');
const card = JSON.parse(readFileSync(join(folder, 'card.json'), 'utf8')) as Card;

describe('the shipped files', () => {
  it('are those on the card, byte by byte', () => {
    const names = card.files.map(({ name }) => name);
    expect([...names, 'card.json', 'card.md'].sort()).toEqual(readdirSync(folder).sort());
    for (const { name, bytes, sha256 } of card.files) {
      const content = readFileSync(join(folder, name));
      expect([name, content.length]).toEqual([name, bytes]);
      expect([name, createHash('sha256').update(content).digest('hex')]).toEqual([name, sha256]);
    }
  });

  it('carry their licence', () => {
    expect(card.licence.id).toBe('Apache-2.0');
    expect(readFileSync(join(folder, card.licence.file), 'utf8')).toContain('Apache License');
  });
});

describe('the card', () => {
  it('says the same as a page', () => {
    expect(readFileSync(join(folder, 'card.md'), 'utf8')).toBe(cardText(card));
  });

  it('says that the model reads English only', () => {
    expect(card.language).toBe('en');
    expect(cardText(card)).toContain('Reads English only');
    expect(card.knownFailures.join(' ')).toContain('Arabic');
  });

  it('promises what was asked for: 1e-4 on wasm and cpu, 2e-4 on WebGPU, cosine 0.999 for int8', () => {
    const measured = card.scores.equality.map(({ backend, weights }) => `${backend} ${weights}`);
    expect(measured.sort()).toEqual([
      'cpu fp32',
      'wasm fp32',
      'wasm int8',
      'webgpu fp32',
      'webgpu int8',
    ]);
    for (const { backend, weights, maxDifference, minCosine, sentences } of card.scores.equality) {
      expect(sentences).toBeGreaterThanOrEqual(24);
      if (weights === 'int8') expect(minCosine).toBeGreaterThanOrEqual(0.999);
      else expect(maxDifference).toBeLessThanOrEqual(backend === 'webgpu' ? 2e-4 : 1e-4);
    }
  });

  it('shows by example that it is of no use for Arabic', () => {
    const cosines = (kind: string) =>
      card.scores.examples.filter((pair) => pair.kind === kind).map(({ cosine }) => cosine);
    expect(Math.min(...cosines('related'))).toBeGreaterThan(Math.max(...cosines('unrelated')));
    expect(Math.min(...cosines('unrelated Arabic'))).toBeGreaterThan(0.6);
  });
});
