/** Where the viewer's choice of theme is kept. */
export const themeStorageKey = 'howdah-theme';

/** Runs before the first paint, so that a chosen theme does not flash. No angle bracket or ampersand: React would escape them. */
export const themeScript = `try{var t=localStorage.getItem('${themeStorageKey}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}`;
