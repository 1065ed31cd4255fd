import { messagesAr } from './messages.ar.ts';
import { messagesEn } from './messages.en.ts';
import { addMessages } from './t.ts';

/** Both languages at once, for unit tests: these have no page that would bring one. */
addMessages('ar', messagesAr);
addMessages('en', messagesEn);
