import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReferenceRoom } from '../../../lessons/schema.ts';
import { joinFiles, parseRegions } from '../cells.ts';
import { projectPath, type LessonCode } from '../lesson.ts';
import { loadModule } from '../module.ts';
import type { Problem } from '../problem.ts';
import { roomDoors } from './docs.ts';

/** The words and the examples of one page of the reference. */
export interface LoadedRoom extends LessonCode {
  /** `tensor` for `kit/tensor`. */
  readonly room: string;
  readonly words: ReferenceRoom;
  readonly problems: readonly Problem[];
}

/** The folder of a room's examples, and the address of its page below a language. */
export function roomId(room: string): string {
  return `reference/${room}`;
}

/** Addresses of the reference's pages below a language: the index, and one page per room. */
export function referenceIds(root: string): string[] {
  return ['reference', ...[...roomDoors(root).keys()].map(roomId)];
}

/** Reads the words and examples of every room that the kit has. What is missing becomes a problem. */
export async function loadRooms(root: string): Promise<Map<string, LoadedRoom>> {
  const rooms = await Promise.all([...roomDoors(root).keys()].map((room) => loadRoom(root, room)));
  return new Map(rooms.map((room) => [room.room, room]));
}

async function loadRoom(root: string, room: string): Promise<LoadedRoom> {
  const id = roomId(room);
  const dir = join(root, 'lessons', id);
  const problems: Problem[] = [];
  const missing = (file: string, fix: string) =>
    problems.push({
      file,
      line: 1,
      rule: 'reference',
      message: `the reference of kit/${room} lacks its ${file.split('/').at(-1)}`,
      fix,
    });
  const [dataPath, cellsPath] = [join(dir, 'room.ts'), join(dir, 'cells.ts')];
  const [dataFile, cellsFile] = [projectPath(root, dataPath), projectPath(root, cellsPath)];
  const dataText = existsSync(dataPath) ? readFileSync(dataPath, 'utf8') : '';
  const given = dataText ? (await loadModule(dataPath))['room'] : undefined;
  const hasWords = typeof given === 'object' && given !== null;
  if (!hasWords) missing(dataFile, 'write it as in lessons/reference/random/room.ts');
  if (!existsSync(cellsPath)) missing(cellsFile, 'write at least one //#cell that uses the room');
  const name = { ar: `kit/${room}`, en: `kit/${room}` };
  const words: ReferenceRoom = {
    title: name,
    summary: name,
    examples: {},
    // Checked below, field by field, by `roomProblems`.
    ...(hasWords ? (given as Partial<ReferenceRoom>) : {}),
  };
  const text = existsSync(cellsPath) ? readFileSync(cellsPath, 'utf8') : '';
  const cells = joinFiles([{ file: cellsFile, text }]);
  const { regions, problems: faults } = parseRegions(cells);
  const labels = words.labels ? { labels: words.labels } : {};
  return {
    room,
    id,
    dir,
    data: { id, minutes: 0, needs: [], ...labels },
    dataFile,
    dataText,
    cells,
    regions,
    words,
    problems: [...problems, ...faults],
  };
}
