import { mkdirSync, mkdtempSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFingerprint } from './build.mjs';
import { spokenTime } from './calmLine.mjs';
import { installedBrowsers } from './findBrowser.mjs';
import { isInstalled } from './install.mjs';
import { nodeComplaint } from './nodeVersion.mjs';
import { readPlan } from './testPlan.mjs';

describe('nodeComplaint', () => {
  it('accepts 20.19 and everything newer', () => {
    for (const version of ['20.19.0', '20.20.2', '22.1.0', '24.0.0', '100.0.0']) {
      expect(nodeComplaint(version), version).toBe('');
    }
  });
  it('says what is needed and what is there', () => {
    for (const version of ['12.22.0', '18.20.0', '20.2.0', '20.18.3']) {
      const complaint = nodeComplaint(version);
      expect(complaint).toContain('20.19');
      expect(complaint).toContain(version);
    }
  });
});

describe('isInstalled', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a/node_modules/b': { version: '2.0.0' },
      'node_modules/other-system': { version: '3.0.0', optional: true },
    },
  };
  const note = {
    packages: {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a/node_modules/b': { version: '2.0.0' },
    },
  };
  it('is content with what this system needs', () => expect(isInstalled(lock, note)).toBe(true));
  it('wants a missing, half-installed or older tree anew', () => {
    expect(isInstalled(lock, null)).toBe(false);
    expect(isInstalled(lock, {})).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(false);
    const older = { packages: { ...note.packages, 'node_modules/a': { version: '0.9.0' } } };
    expect(isInstalled(lock, older)).toBe(false);
  });
});

describe('sourceFingerprint', () => {
  it('changes with every addition, change and removal of a source, and with nothing else', () => {
    const root = mkdtempSync(join(tmpdir(), 'sources-'));
    mkdirSync(join(root, 'src', 'tools'), { recursive: true });
    mkdirSync(join(root, 'e2e'));
    const page = join(root, 'src', 'page.ts');
    writeFileSync(page, 'a');
    const first = sourceFingerprint(root);

    writeFileSync(join(root, 'src', 'page.test.ts'), 'test');
    writeFileSync(join(root, 'src', 'tools', 'record.ts'), 'tool');
    writeFileSync(join(root, 'e2e', 'smoke.spec.ts'), 'spec');
    expect(sourceFingerprint(root)).toBe(first);

    utimesSync(page, new Date(), new Date(Date.now() - 60_000));
    const touched = sourceFingerprint(root);
    expect(touched).not.toBe(first);
    writeFileSync(join(root, 'src', 'more.ts'), '');
    const added = sourceFingerprint(root);
    expect(added).not.toBe(touched);
    unlinkSync(join(root, 'src', 'more.ts'));
    expect(sourceFingerprint(root)).toBe(touched);
    rmSync(root, { recursive: true });
  });
});

describe('installedBrowsers', () => {
  it('looks names up in PATH and keeps the order of preference', () => {
    const has = ['/usr/bin/chromium', '/home/me/bin/google-chrome'];
    const found = installedBrowsers({
      platform: 'linux',
      path: ['/usr/bin', '/home/me/bin'].join(delimiter),
      exists: (file) => has.includes(file),
    });
    expect(found).toEqual(['/home/me/bin/google-chrome', '/usr/bin/chromium']);
  });
  it('knows where macOS keeps programs', () => {
    const [first] = installedBrowsers({ platform: 'darwin', exists: () => true });
    expect(first).toContain('/Applications/Google Chrome.app');
  });
  it('finds none where there is none', () => {
    expect(installedBrowsers({ exists: () => false })).toEqual([]);
  });
});

describe('readPlan', () => {
  const plan = (...words: string[]) => {
    const { steps, filters, isFull } = readPlan(words);
    return { steps: [...steps].sort().join(' '), filters, isFull };
  };
  it('does everything when asked for nothing', () => {
    expect(plan()).toEqual({ steps: 'browser build types unit', filters: [], isFull: false });
    expect(plan('--full').isFull).toBe(true);
  });
  it('lets words choose steps and files', () => {
    expect(plan('unit')).toEqual({ steps: 'unit', filters: [], isFull: false });
    expect(plan('unit', 'src/kit').filters).toEqual(['src/kit']);
    expect(plan('browser').steps).toBe('browser build');
    expect(plan('one-head')).toEqual({
      steps: 'browser build unit',
      filters: ['one-head'],
      isFull: false,
    });
  });
});

describe('spokenTime', () => {
  it('speaks like a person', () => {
    expect([420, 12_300, 59_700, 125_000].map(spokenTime)).toEqual([
      '0.4 s',
      '12 s',
      '1 min 0 s',
      '2 min 5 s',
    ]);
  });
});
