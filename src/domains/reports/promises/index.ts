import { promiseList } from './list.ts';

export { api } from './api.ts';
export { messages } from './messages/index.ts';
export { pages } from './pages.tsx';

/** For saved views and for programs; the page makes it anew with the community's words. */
export const lists = [promiseList(new Map())];
export const menu = [{ label: 'promise.menu', href: '/promises', place: 4 }];
