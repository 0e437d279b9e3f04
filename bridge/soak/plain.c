/* A plain JACK client: what the daemon's own client is held against, and the soak's microphone.
 *
 *   plain sine                  plays a sine to the machine's outputs
 *   plain record LEFT RIGHT     writes what two ports carry to stdout, as pairs of float32
 *
 * It ends when its standard input does, and then says on stderr as JSON how many periods it was
 * called for, how many JACK went through without it, and how many frames stdout was too slow for.
 * A period that the microphone was not called for is recorded as NaN: nobody knows what it was.
 *
 * cc -O2 -o plain plain.c -ljack -lm -lpthread
 */
#include <jack/jack.h>
#include <jack/ringbuffer.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CHANNELS 2
#define RING_FRAMES (1 << 19) /* 11 s at 48 kHz */

static jack_client_t *client;
static jack_port_t *ports[CHANNELS];
static jack_ringbuffer_t *ring;
static int recording;
static double phase;
static jack_nframes_t expected;
static volatile unsigned long periods, missed, lost;

static void keep(const float *left, const float *right, jack_nframes_t frames)
{
    if (jack_ringbuffer_write_space(ring) < frames * CHANNELS * sizeof(float)) {
        lost += frames;
        return;
    }
    for (jack_nframes_t n = 0; n < frames; n++) {
        float pair[CHANNELS] = {left ? left[n] : NAN, right ? right[n] : NAN};
        jack_ringbuffer_write(ring, (const char *)pair, sizeof pair);
    }
}

static void count(jack_nframes_t frames)
{
    jack_nframes_t now = jack_last_frame_time(client);
    int gone = periods ? (int)(now - expected) : 0; /* < 0: the server began its count anew */
    if (gone > 0 && recording && gone < RING_FRAMES)
        keep(NULL, NULL, gone);
    missed += gone > 0 ? gone / frames : gone < 0;
    expected = now + frames;
    periods++;
}

static int process(jack_nframes_t frames, void *unused)
{
    float *buffers[CHANNELS];
    (void)unused;
    count(frames);
    for (int c = 0; c < CHANNELS; c++)
        buffers[c] = jack_port_get_buffer(ports[c], frames);
    if (recording) {
        keep(buffers[0], buffers[1], frames);
        return 0;
    }
    for (jack_nframes_t n = 0; n < frames; n++, phase += 2 * M_PI * 440 / 48000)
        buffers[0][n] = buffers[1][n] = 0.1f * (float)sin(phase);
    return 0;
}

static void drain(void)
{
    char block[1 << 16];
    size_t n;
    while ((n = jack_ringbuffer_read(ring, block, sizeof block)) > 0)
        fwrite(block, 1, n, stdout);
    fflush(stdout);
}

static int joined(const char *from, const char *to)
{
    int tries = 50; /* 5 s: another client may be about to register its ports */
    while (jack_connect(client, from, to))
        if (!--tries || poll(NULL, 0, 100))
            return 0;
    return 1;
}

static int connect_ports(char **names)
{
    const char **found = NULL;
    if (!recording)
        found = jack_get_ports(client, NULL, JACK_DEFAULT_AUDIO_TYPE,
                               JackPortIsPhysical | JackPortIsInput);
    for (int c = 0; c < CHANNELS; c++) {
        const char *mine = jack_port_name(ports[c]);
        const char *theirs = recording ? names[c] : found && found[c] ? found[c] : NULL;
        if (!theirs)
            break;
        if (!joined(recording ? theirs : mine, recording ? mine : theirs))
            return fprintf(stderr, "cannot connect %s\n", theirs), 1;
    }
    if (found)
        jack_free(found);
    return 0;
}

int main(int argc, char **argv)
{
    char scrap[64];
    recording = argc == 4 && !strcmp(argv[1], "record");
    if (!recording && !(argc == 2 && !strcmp(argv[1], "sine")))
        return fprintf(stderr, "plain sine | plain record LEFT RIGHT\n"), 2;
    client = jack_client_open(recording ? "microphone" : "plain", JackNoStartServer, NULL);
    ring = jack_ringbuffer_create(RING_FRAMES * CHANNELS * sizeof(float));
    if (!client || !ring)
        return fprintf(stderr, "no JACK server\n"), 1;
    for (int c = 0; c < CHANNELS; c++)
        ports[c] = jack_port_register(client, c ? "right" : "left", JACK_DEFAULT_AUDIO_TYPE,
                                      recording ? JackPortIsInput : JackPortIsOutput, 0);
    jack_set_process_callback(client, process, NULL);
    if (jack_activate(client) || connect_ports(argv + 2))
        return 1;
    for (;;) {
        struct pollfd in = {.fd = 0, .events = POLLIN};
        if (poll(&in, 1, 50) > 0 && read(0, scrap, sizeof scrap) <= 0)
            break;
        drain();
    }
    jack_client_close(client);
    drain();
    fprintf(stderr, "{\"periods\": %lu, \"missed\": %lu, \"lost\": %lu}\n", periods, missed, lost);
    return 0;
}
