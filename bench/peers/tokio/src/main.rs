// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The crate tokio-seqpacket. The protocol is described in bench/README.md.

use std::fs::File;
use std::io::{IoSlice, IoSliceMut, Result, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::Instant;
use tokio::runtime::Builder;
use tokio::task::JoinHandle;
use tokio_seqpacket::ancillary::{AncillaryMessageWriter, OwnedAncillaryMessage};
use tokio_seqpacket::{UnixSeqpacket, UnixSeqpacketListener};

#[derive(Default)]
struct Options {
    workload: String,
    server: bool,
    path: String,
    count: usize,
    size: usize,
    descriptors: usize,
    connections: usize,
    active: usize,
}

#[derive(Default)]
struct Totals {
    packets: u64,
    bytes: u64,
    descriptors: u64,
}

impl Totals {
    fn add(&mut self, size: usize, descriptors: usize) {
        self.packets += 1;
        self.bytes += size as u64;
        self.descriptors += descriptors as u64;
    }

    fn add_all(&mut self, other: Totals) {
        self.packets += other.packets;
        self.bytes += other.bytes;
        self.descriptors += other.descriptors;
    }
}

fn parse() -> Options {
    let mut o = Options {
        size: 64,
        connections: 1,
        active: 1,
        ..Options::default()
    };
    let words: Vec<String> = std::env::args().skip(1).collect();
    for pair in words.chunks(2) {
        let value = &pair[1];
        let number = || value.parse().expect("a number");
        match pair[0].as_str() {
            "--variant" => (),
            "--workload" => o.workload = value.clone(),
            "--role" => o.server = value == "server",
            "--path" => o.path = value.clone(),
            "--count" => o.count = number(),
            "--size" => o.size = number(),
            "--descriptors" => o.descriptors = number(),
            "--connections" => o.connections = number(),
            "--active" => o.active = number(),
            name => panic!("unknown option {name}"),
        }
    }
    o
}

// A buffer for control messages: room for 16 descriptors.
const CONTROL_SIZE: usize = 16 + 16 * 4;

async fn send_stream(o: &Options, socket: &UnixSeqpacket) -> Result<Totals> {
    let buffer = vec![0; o.size];
    let mut result = Totals::default();
    if o.descriptors == 0 {
        for _ in 0..o.count {
            result.add(socket.send(&buffer).await?, 0);
        }
        return Ok(result);
    }

    let files = (0..o.descriptors)
        .map(|_| File::open("/dev/null"))
        .collect::<Result<Vec<_>>>()?;
    let mut control = [0; CONTROL_SIZE + 8];
    let mut ancillary = AncillaryMessageWriter::new(&mut control);
    ancillary
        .add_fds(files.iter().map(|file| file.as_fd()))
        .expect("room for the descriptors");
    for _ in 0..o.count {
        let size = socket
            .send_vectored_with_ancillary(&[IoSlice::new(&buffer)], &mut ancillary)
            .await?;
        result.add(size, o.descriptors);
    }
    Ok(result)
}

async fn receive_stream(o: &Options, socket: &UnixSeqpacket) -> Result<Totals> {
    let mut buffer = vec![0; o.size];
    let mut result = Totals::default();
    if o.descriptors == 0 {
        for _ in 0..o.count {
            result.add(socket.recv(&mut buffer).await?.bytes_read(), 0);
        }
        return Ok(result);
    }

    let mut control = [0; CONTROL_SIZE];
    for _ in 0..o.count {
        let (info, ancillary) = socket
            .recv_vectored_with_ancillary(&mut [IoSliceMut::new(&mut buffer)], &mut control)
            .await?;
        let mut descriptors = 0;
        for message in ancillary.into_messages() {
            if let OwnedAncillaryMessage::FileDescriptors(list) = message {
                descriptors += list.len(); // closed at the end of the scope
            }
        }
        result.add(info.bytes_read(), descriptors);
    }
    Ok(result)
}

async fn ping(o: Arc<Options>, socket: Arc<UnixSeqpacket>) -> Result<Totals> {
    let mut buffer = vec![0; o.size];
    let mut result = Totals::default();
    for _ in 0..o.count / o.active {
        socket.send(&buffer).await?;
        result.add(socket.recv(&mut buffer).await?.bytes_read(), 0);
    }
    Ok(result)
}

async fn echo(o: Arc<Options>, socket: Arc<UnixSeqpacket>, started: Arc<AtomicUsize>) -> Result<Totals> {
    started.fetch_add(1, Ordering::Relaxed);
    let mut buffer = vec![0; o.size];
    let mut result = Totals::default();
    loop {
        let size = socket.recv(&mut buffer).await?.bytes_read();
        if size == 0 {
            return Ok(result);
        }
        result.add(size, 0);
        socket.send(&buffer[..size]).await?;
    }
}

async fn sum_of(tasks: Vec<JoinHandle<Result<Totals>>>) -> Result<Totals> {
    let mut sum = Totals::default();
    for task in tasks {
        sum.add_all(task.await.expect("a task")?);
    }
    Ok(sum)
}

async fn echo_all(o: &Arc<Options>, sockets: Vec<UnixSeqpacket>) -> Result<Totals> {
    let sockets: Vec<_> = sockets.into_iter().map(Arc::new).collect();
    let started = Arc::new(AtomicUsize::new(0));
    let tasks = sockets
        .iter()
        .map(|socket| tokio::spawn(echo(o.clone(), socket.clone(), started.clone())))
        .collect();
    // The server waits on all its connections before the clock starts.
    while started.load(Ordering::Relaxed) < sockets.len() {
        tokio::task::yield_now().await;
    }
    sockets[0].send(b"!").await?;
    sum_of(tasks).await
}

async fn ping_all(o: &Arc<Options>, sockets: &[Arc<UnixSeqpacket>]) -> Result<Totals> {
    let tasks = sockets[..o.active]
        .iter()
        .map(|socket| tokio::spawn(ping(o.clone(), socket.clone())))
        .collect();
    sum_of(tasks).await
}

async fn make_connections(o: &Options) -> Result<Totals> {
    let mut buffer = vec![0; o.size];
    let mut result = Totals::default();
    for _ in 0..o.count {
        let socket = UnixSeqpacket::connect(&o.path).await?;
        result.add(socket.send(&buffer).await?, 0);
        assert_eq!(socket.recv(&mut buffer).await?.bytes_read(), 0);
    }
    Ok(result)
}

async fn serve_connections(o: &Options, mut listener: UnixSeqpacketListener) -> Result<Totals> {
    let mut result = Totals::default();
    let mut tasks = std::collections::VecDeque::new();
    for _ in 0..o.count {
        let socket = listener.accept().await?;
        let mut buffer = vec![0; o.size];
        tasks.push_back(tokio::spawn(async move {
            socket.recv(&mut buffer).await.map(|info| info.bytes_read())
        }));
        while tasks.front().is_some_and(|task| task.is_finished()) {
            result.add(tasks.pop_front().unwrap().await.expect("a task")?, 0);
        }
    }
    for task in tasks {
        result.add(task.await.expect("a task")?, 0);
    }
    Ok(result)
}

fn print(result: Totals, nanoseconds: u128) {
    println!(
        "packets={} bytes={} descriptors={} ns={}",
        result.packets, result.bytes, result.descriptors, nanoseconds
    );
}

async fn serve(o: Arc<Options>) -> Result<()> {
    let mut listener = UnixSeqpacketListener::bind_with_backlog(&o.path, 4096)?;
    println!("ready");
    std::io::stdout().flush()?;
    if o.workload == "connect" {
        print(serve_connections(&o, listener).await?, 0);
        return Ok(());
    }
    let mut sockets = Vec::new();
    while sockets.len() < o.connections {
        sockets.push(listener.accept().await?);
    }
    if o.workload != "stream" {
        print(echo_all(&o, sockets).await?, 0);
        return Ok(());
    }
    sockets[0].send(b"!").await?;
    let result = receive_stream(&o, &sockets[0]).await?;
    sockets[0].send(b"!").await?;
    print(result, 0);
    Ok(())
}

async fn drive(o: Arc<Options>) -> Result<()> {
    if o.workload == "connect" {
        let start = Instant::now();
        let result = make_connections(&o).await?;
        print(result, start.elapsed().as_nanos());
        return Ok(());
    }
    let mut sockets = Vec::new();
    while sockets.len() < o.connections {
        sockets.push(UnixSeqpacket::connect_blocking(&o.path)?);
    }
    let sockets: Vec<_> = sockets.into_iter().map(Arc::new).collect();
    let mut signal = [0];
    assert_eq!(sockets[0].recv(&mut signal).await?.bytes_read(), 1);
    let start = Instant::now();
    let result = if o.workload == "stream" {
        let result = send_stream(&o, &sockets[0]).await?;
        assert_eq!(sockets[0].recv(&mut signal).await?.bytes_read(), 1);
        result
    } else {
        ping_all(&o, &sockets).await?
    };
    print(result, start.elapsed().as_nanos());
    Ok(())
}

fn main() -> Result<()> {
    let o = Arc::new(parse());
    let runtime = Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        if o.server {
            serve(o.clone()).await
        } else {
            drive(o.clone()).await
        }
    })
}
