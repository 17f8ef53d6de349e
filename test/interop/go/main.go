// Copyright (c) 2026 The boost_seqpacket authors
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

// The conversation of peer.cpp, by Go's net.UnixConn on "unixpacket".
//
// usage: stranger server|client PATH
package main

import (
    "bytes"
    "errors"
    "fmt"
    "io"
    "net"
    "os"
    "syscall"
    "time"
)

func require(holds bool, what string) {
    if !holds {
        fmt.Println("stranger.go: not right:", what)
        os.Exit(1)
    }
    fmt.Println("stranger.go:", what)
}

func check(err error) {
    if err != nil {
        fmt.Println("stranger.go:", err)
        os.Exit(1)
    }
}

func makeFile(content string) *os.File {
    file, err := os.CreateTemp("", "stranger")
    check(err)
    os.Remove(file.Name())
    file.WriteString(content)
    return file
}

func large() []byte { return bytes.Repeat([]byte("x"), 100000) }

func option(c *net.UnixConn, function func(fd int)) {
    raw, err := c.SyscallConn()
    check(err)
    check(raw.Control(func(fd uintptr) { function(int(fd)) }))
}

func passCredentials(c *net.UnixConn) {
    option(c, func(fd int) {
        check(syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_PASSCRED, 1))
    })
}

func speak(c *net.UnixConn) {
    write := func(data []byte, control []byte) {
        n, _, err := c.WriteMsgUnix(data, control, nil)
        check(err)
        if n != len(data) {
            fmt.Println("stranger.go: a short write")
            os.Exit(1)
        }
    }
    write([]byte("data"), nil)
    write(nil, nil)
    write(large(), nil)
    first, second := makeFile("first"), makeFile("second")
    write([]byte("files"), syscall.UnixRights(int(first.Fd()), int(second.Fd())))
    first.Close()
    second.Close()
    write([]byte("credentials"), syscall.UnixCredentials(&syscall.Ucred{
        Pid: int32(os.Getpid()), Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid())}))
    write([]byte("more than eight bytes"), nil)
}

// What one packet brought.
type packet struct {
    data  []byte
    files []int
    ids   *syscall.Ucred
    flags int
    err   error
}

func receive(c *net.UnixConn, size int) packet {
    data := make([]byte, size)
    control := make([]byte, 256)
    n, used, flags, _, err := c.ReadMsgUnix(data, control)
    p := packet{data: data[:n], flags: flags, err: err}
    messages, problem := syscall.ParseSocketControlMessage(control[:used])
    check(problem)
    for i := range messages {
        if files, err := syscall.ParseUnixRights(&messages[i]); err == nil {
            p.files = append(p.files, files...)
        }
        if ids, err := syscall.ParseUnixCredentials(&messages[i]); err == nil {
            p.ids = ids
        }
    }
    return p
}

func contentOf(fd int) string {
    data := make([]byte, 64)
    n, _ := syscall.Pread(fd, data, 0)
    syscall.Close(fd)
    if n < 0 {
        n = 0
    }
    return string(data[:n])
}

func listen(c *net.UnixConn) {
    require(string(receive(c, 200000).data) == "data", "data")
    p := receive(c, 200000)
    // To Go an empty packet is io.EOF; the credentials say that it is none.
    require(errors.Is(p.err, io.EOF) && len(p.data) == 0 && p.ids != nil, "an empty packet, as io.EOF")
    require(bytes.Equal(receive(c, 200000).data, large()), "a large packet")
    p = receive(c, 16)
    require(string(p.data) == "files" && len(p.files) == 2 &&
        contentOf(p.files[0]) == "first" && contentOf(p.files[1]) == "second", "descriptors")
    p = receive(c, 200000)
    pid := int32(0)
    option(c, func(fd int) {
        ids, err := syscall.GetsockoptUcred(fd, syscall.SOL_SOCKET, syscall.SO_PEERCRED)
        check(err)
        pid = ids.Pid
    })
    require(string(p.data) == "credentials" && p.ids != nil && p.ids.Pid == pid, "credentials")
    p = receive(c, 8)
    require(string(p.data) == "more tha" && p.err == nil && p.flags&syscall.MSG_TRUNC != 0,
        "a truncated packet")
}

func main() {
    time.AfterFunc(30*time.Second, func() { os.Exit(3) })
    if len(os.Args) != 3 {
        os.Exit(2)
    }
    where := &net.UnixAddr{Name: os.Args[2], Net: "unixpacket"}
    if os.Args[1] == "server" {
        listener, err := net.ListenUnix("unixpacket", where)
        check(err)
        raw, err := listener.SyscallConn()
        check(err)
        check(raw.Control(func(fd uintptr) {
            check(syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_PASSCRED, 1))
        }))
        fmt.Println("ready")
        c, err := listener.AcceptUnix()
        check(err)
        listen(c)
        speak(c)
        p := receive(c, 8)
        require(errors.Is(p.err, io.EOF) && p.ids == nil, "the end of file")
    } else {
        c, err := net.DialUnix("unixpacket", nil, where)
        check(err)
        passCredentials(c)
        speak(c)
        listen(c)
    }
}
