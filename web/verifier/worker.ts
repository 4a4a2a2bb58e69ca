// The checks run here, off the page's own thread.

self.postMessage("ready");
