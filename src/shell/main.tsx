import './styles/main.css';
import { start } from './start.tsx';

start();
