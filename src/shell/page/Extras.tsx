import type { ReactElement } from 'react';
import { Notices } from '../notices/Notices.tsx';
import { WorkNotices } from '../notices/WorkNotices.tsx';
import { Keys } from './Keys.tsx';

/** What a lesson needs a moment later than its first paint: notices and keys. One file, loaded when the page is shown. */
export function Extras(): ReactElement {
  return (
    <>
      <Notices>
        <WorkNotices />
      </Notices>
      <Keys />
    </>
  );
}
