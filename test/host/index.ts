export { launchBrowser } from './browser';
export { openEditor, type Editor, type EditorOptions } from './editor';
export { browserHostSupported, installTestHost } from './install';
export { repository, screenshotFolder } from './paths';
export { startServer, type CodeServer, type ServerOptions, type Settings } from './server';
export { softwareVulkan } from './vulkan';
export { makeWorkspace } from './workspace';
