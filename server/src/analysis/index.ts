export type * from './verdict';
export { judge } from './judge';
