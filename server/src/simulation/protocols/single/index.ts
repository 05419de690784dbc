export { single } from './single';
