import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { projectRoot } from '../../command.mjs';
import { sourcesFolder } from '../packages.ts';
import type { OriginalAnswers, OriginalQuestions } from './runOriginal.mjs';

/** Asks the original, which runs in a process of its own. Its packages must be installed. */
export async function askOriginal(questions: Partial<OriginalQuestions>): Promise<OriginalAnswers> {
  const program = `${projectRoot}src/tools/models/useLite/runOriginal.mjs`;
  const child = spawn(process.execPath, [program, sourcesFolder], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(JSON.stringify({ tokenize: [], encode: [], embed: [], ...questions }));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [answers, complaints, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]);
  if (code !== 0) throw new Error(`the original stopped with code ${code}:\n${complaints}`);
  return JSON.parse(answers) as OriginalAnswers;
}
