/** For what is within the keyboard's reach though it is no control: it scrolls, or takes keys of its own. */
export const reachable = { tabIndex: 0 };
