import './styles/main.css';
import { messagesEn } from '../i18n/messages.en.ts';
import { addMessages } from '../i18n/t.ts';
import { start } from './start.tsx';

addMessages('en', messagesEn);
start();
