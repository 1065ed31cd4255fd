/** What asks the reader something: loaded once the page is drawn, since every lesson begins with something to see. */
export { Predict } from './ask/Predict.tsx';
export { Recall } from './ask/Recall.tsx';
export { Exercise } from './cell/Exercise.tsx';
