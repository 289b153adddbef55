// What every peer reports: a line of JSON when it listens, and one each time another part of the frames has arrived.
const mebibyte = 1024 * 1024;

/** @param {number} frames frames of each half */
export function counter(frames) {
    let arrived = 0;
    let peak = 0;
    const timer = setInterval(look, 50);
    timer.unref();

    function look() {
        peak = Math.max(peak, process.memoryUsage.rss());
    }

    function report(what) {
        look();
        const { user, system } = process.cpuUsage();
        console.log(JSON.stringify({ what, arrived, processorSeconds: (user + system) / 1e6, peakMiB: peak / mebibyte }));
    }

    return {
        listening: () => report('listening'),
        count() {
            arrived++;
            if (arrived === frames) report('first');
            if (arrived === 2 * frames) {
                report('warm');
                process.exit(0);
            }
        },
    };
}
