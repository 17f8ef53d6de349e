// Copyright (c) 2026 The boost_seqpacket authors
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

//! The conversation of peer.cpp, by the crate tokio-seqpacket.
//!
//! usage: stranger server|client PATH

use std::io::{IoSlice, IoSliceMut, Result};
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::time::Duration;
use tokio_seqpacket::ancillary::{AncillaryMessageWriter, OwnedAncillaryMessage};
use tokio_seqpacket::{UCred, UnixSeqpacket, UnixSeqpacketListener};

fn require(holds: bool, what: &str) {
    if !holds {
        println!("stranger.rs: not right: {what}");
        std::process::exit(1);
    }
    println!("stranger.rs: {what}");
}

fn make_file(content: &[u8]) -> Result<std::fs::File> {
    let fd = unsafe { libc::memfd_create(c"stranger".as_ptr(), libc::MFD_CLOEXEC) };
    if fd < 0 {
        return Err(std::io::Error::last_os_error());
    }
    let file = std::fs::File::from(unsafe { OwnedFd::from_raw_fd(fd) });
    file.write_all_at(content, 0)?;
    Ok(file)
}

fn pass_credentials(fd: i32) {
    let on: libc::c_int = 1;
    let size = std::mem::size_of_val(&on) as libc::socklen_t;
    let result = unsafe {
        libc::setsockopt(fd, libc::SOL_SOCKET, libc::SO_PASSCRED,
            (&on as *const libc::c_int).cast(), size)
    };
    require(result == 0, "SO_PASSCRED");
}

async fn speak(s: &UnixSeqpacket) -> Result<()> {
    s.send(b"data").await?;
    s.send(b"").await?;
    s.send(&vec![b'x'; 100000]).await?;
    {
        let (first, second) = (make_file(b"first")?, make_file(b"second")?);
        let mut buffer = [0; 64];
        let mut ancillary = AncillaryMessageWriter::new(&mut buffer);
        ancillary.add_fds([first.as_fd(), second.as_fd()]).map_err(|_| std::io::Error::other("add_fds"))?;
        s.send_with_ancillary(b"files", &mut ancillary).await?;
    }
    {
        let mut buffer = [0; 64];
        let mut ancillary = AncillaryMessageWriter::new(&mut buffer);
        ancillary.add_ucreds([&UCred::from_current_process()])
            .map_err(|_| std::io::Error::other("add_ucreds"))?;
        s.send_with_ancillary(b"credentials", &mut ancillary).await?;
    }
    s.send(b"more than eight bytes").await?;
    Ok(())
}

struct Packet {
    data: Vec<u8>,
    files: Vec<std::fs::File>,
    pid: Option<i32>,
    truncated: bool,
}

async fn receive(s: &UnixSeqpacket, size: usize) -> Result<Packet> {
    let mut data = vec![0; size];
    let mut buffer = [0; 256];
    let mut slices = [IoSliceMut::new(&mut data)];
    let (info, ancillary) = s.recv_vectored_with_ancillary(&mut slices, &mut buffer).await?;
    let (mut files, mut pid) = (Vec::new(), None);
    for message in ancillary.into_messages() {
        match message {
            OwnedAncillaryMessage::FileDescriptors(list) => {
                files.extend(list.map(std::fs::File::from));
            }
            OwnedAncillaryMessage::Credentials(list) => {
                pid = list.get(0).and_then(|ids| ids.pid());
            }
            _ => {}
        }
    }
    let truncated = info.truncated();
    let n = info.bytes_read();
    data.truncate(n);
    Ok(Packet { data, files, pid, truncated })
}

fn content_of(file: &std::fs::File) -> Vec<u8> {
    let mut data = vec![0; 64];
    let n = file.read_at(&mut data, 0).unwrap_or(0);
    data.truncate(n);
    data
}

async fn listen(s: &UnixSeqpacket) -> Result<()> {
    require(receive(s, 200000).await?.data == b"data", "data");
    let p = receive(s, 200000).await?;
    require(p.data.is_empty() && p.pid.is_some(), "an empty packet");
    require(receive(s, 200000).await?.data == vec![b'x'; 100000], "a large packet");
    let p = receive(s, 16).await?;
    require(p.data == b"files" && p.files.len() == 2
        && content_of(&p.files[0]) == b"first"
        && content_of(&p.files[1]) == b"second", "descriptors");
    let p = receive(s, 200000).await?;
    require(p.data == b"credentials" && p.pid.is_some()
        && p.pid == s.peer_cred()?.pid(), "credentials");
    let p = receive(s, 8).await?;
    require(p.data == b"more tha" && p.truncated, "a truncated packet");
    Ok(())
}

async fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() != 3 {
        std::process::exit(2);
    }
    if arguments[1] == "server" {
        let mut listener = UnixSeqpacketListener::bind(&arguments[2])?;
        pass_credentials(listener.as_raw_fd());
        println!("ready");
        let s = listener.accept().await?;
        listen(&s).await?;
        speak(&s).await?;
        let p = receive(&s, 8).await?;
        require(p.data.is_empty() && p.pid.is_none(), "the end of file");
    } else {
        let s = UnixSeqpacket::connect(&arguments[2]).await?;
        pass_credentials(s.as_raw_fd());
        speak(&s).await?;
        listen(&s).await?;
    }
    Ok(())
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = runtime.block_on(async {
        tokio::time::timeout(Duration::from_secs(30), run()).await
    });
    match result {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            println!("stranger.rs: {error}");
            std::process::exit(1);
        }
        Err(_) => std::process::exit(3),
    }
}
