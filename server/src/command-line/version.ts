import { version } from '../../../package.json';

/** The version of the product, which is part of every result: another version may give another run. */
export const PRODUCT_VERSION: string = version;
