import './styles/main.css';
import { messagesAr } from '../i18n/messages.ar.ts';
import { addMessages } from '../i18n/t.ts';
import { start } from './start.tsx';

addMessages('ar', messagesAr);
start();
