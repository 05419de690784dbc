export { Components } from './components';
