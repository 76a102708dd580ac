/** Style sheets are loaded for their effect alone; Vite bundles them. */
declare module '*.css';
