// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Go's unixpacket, with a goroutine for each connection. The protocol is described
// in bench/README.md.
package main

import (
  "fmt"
  "io"
  "net"
  "os"
  "runtime"
  "strconv"
  "sync"
  "sync/atomic"
  "syscall"
  "time"
)

type options struct {
  workload, path               string
  server                       bool
  count, size, descriptors     int
  connections, active          int
}

type totals struct {
  packets, bytes, descriptors uint64
}

func (t *totals) add(size, descriptors int) {
  t.packets++
  t.bytes += uint64(size)
  t.descriptors += uint64(descriptors)
}

func check(err error) {
  if err != nil {
    fmt.Fprintln(os.Stderr, "go:", err)
    os.Exit(1)
  }
}

func parse() options {
  o := options{size: 64, connections: 1, active: 1}
  numbers := map[string]*int{
    "--count": &o.count, "--size": &o.size, "--descriptors": &o.descriptors,
    "--connections": &o.connections, "--active": &o.active,
  }
  for i := 1; i+1 < len(os.Args); i += 2 {
    name, value := os.Args[i], os.Args[i+1]
    switch name {
    case "--variant":
    case "--workload":
      o.workload = value
    case "--role":
      o.server = value == "server"
    case "--path":
      o.path = value
    default:
      target, known := numbers[name]
      if !known {
        check(fmt.Errorf("unknown option %s", name))
      }
      number, err := strconv.Atoi(value)
      check(err)
      *target = number
    }
  }
  return o
}

func sendStream(o options, socket *net.UnixConn) (result totals) {
  buffer := make([]byte, o.size)
  if o.descriptors == 0 {
    for i := 0; i < o.count; i++ {
      size, err := socket.Write(buffer)
      check(err)
      result.add(size, 0)
    }
    return
  }

  numbers := make([]int, o.descriptors)
  for i := range numbers {
    file, err := os.Open("/dev/null")
    check(err)
    defer file.Close()
    numbers[i] = int(file.Fd())
  }
  control := syscall.UnixRights(numbers...)
  for i := 0; i < o.count; i++ {
    size, _, err := socket.WriteMsgUnix(buffer, control, nil)
    check(err)
    result.add(size, o.descriptors)
  }
  return
}

func receiveStream(o options, socket *net.UnixConn) (result totals) {
  buffer := make([]byte, o.size)
  if o.descriptors == 0 {
    for i := 0; i < o.count; i++ {
      size, err := socket.Read(buffer)
      check(err)
      result.add(size, 0)
    }
    return
  }

  control := make([]byte, syscall.CmsgSpace(16*4))
  for i := 0; i < o.count; i++ {
    size, controlSize, _, _, err := socket.ReadMsgUnix(buffer, control)
    check(err)
    messages, err := syscall.ParseSocketControlMessage(control[:controlSize])
    check(err)
    descriptors := 0
    for j := range messages {
      numbers, err := syscall.ParseUnixRights(&messages[j])
      check(err)
      for _, number := range numbers {
        syscall.Close(number)
      }
      descriptors += len(numbers)
    }
    result.add(size, descriptors)
  }
  return
}

func ping(o options, socket *net.UnixConn) (result totals) {
  buffer := make([]byte, o.size)
  for i := 0; i < o.count/o.active; i++ {
    _, err := socket.Write(buffer)
    check(err)
    size, err := socket.Read(buffer)
    check(err)
    result.add(size, 0)
  }
  return
}

func echo(o options, socket *net.UnixConn) (result totals) {
  buffer := make([]byte, o.size)
  for {
    size, err := socket.Read(buffer)
    if err == io.EOF || (err == nil && size == 0) {
      return
    }
    check(err)
    result.add(size, 0)
    _, err = socket.Write(buffer[:size])
    check(err)
  }
}

// Calls work for each socket in a goroutine of its own, and start when all of these
// run.
func overConnections(o options, sockets []*net.UnixConn,
  work func(options, *net.UnixConn) totals, start func()) (sum totals) {
  results := make([]totals, len(sockets))
  var all sync.WaitGroup
  var running atomic.Int64
  for i := range sockets {
    all.Add(1)
    go func(i int) {
      defer all.Done()
      running.Add(1)
      results[i] = work(o, sockets[i])
    }(i)
  }
  for running.Load() < int64(len(sockets)) {
    runtime.Gosched()
  }
  start()
  all.Wait()
  for _, result := range results {
    sum.packets += result.packets
    sum.bytes += result.bytes
  }
  return
}

func dial(o options) *net.UnixConn {
  socket, err := net.DialUnix("unixpacket", nil,
    &net.UnixAddr{Name: o.path, Net: "unixpacket"})
  check(err)
  return socket
}

func makeConnections(o options) (result totals) {
  buffer := make([]byte, o.size)
  for i := 0; i < o.count; i++ {
    socket := dial(o)
    size, err := socket.Write(buffer)
    check(err)
    result.add(size, 0)
    if end, err := socket.Read(buffer); end != 0 {
      check(fmt.Errorf("%d bytes from nowhere, %v", end, err))
    }
    socket.Close()
  }
  return
}

func serveConnections(o options, listener *net.UnixListener) (result totals) {
  sizes := make(chan int, 64)
  go func() {
    for i := 0; i < o.count; i++ {
      socket, err := listener.AcceptUnix()
      check(err)
      go func() {
        buffer := make([]byte, o.size)
        size, err := socket.Read(buffer)
        check(err)
        socket.Close()
        sizes <- size
      }()
    }
  }()
  for i := 0; i < o.count; i++ {
    result.add(<-sizes, 0)
  }
  return
}

func print(result totals, time time.Duration) {
  fmt.Printf("packets=%d bytes=%d descriptors=%d ns=%d\n",
    result.packets, result.bytes, result.descriptors, int64(time))
}

func signal(socket *net.UnixConn) {
  _, err := socket.Write([]byte("!"))
  check(err)
}

func waitForSignal(socket *net.UnixConn) {
  _, err := io.ReadFull(socket, make([]byte, 1))
  check(err)
}

func serve(o options) {
  listener, err := net.ListenUnix("unixpacket",
    &net.UnixAddr{Name: o.path, Net: "unixpacket"})
  check(err)
  fmt.Println("ready")
  if o.workload == "connect" {
    print(serveConnections(o, listener), 0)
    return
  }
  var sockets []*net.UnixConn
  for len(sockets) < o.connections {
    socket, err := listener.AcceptUnix()
    check(err)
    sockets = append(sockets, socket)
  }
  // The server waits on all its connections before the clock starts.
  start := func() { signal(sockets[0]) }
  if o.workload == "stream" {
    start()
    result := receiveStream(o, sockets[0])
    signal(sockets[0])
    print(result, 0)
  } else {
    print(overConnections(o, sockets, echo, start), 0)
  }
}

func drive(o options) {
  if o.workload == "connect" {
    start := time.Now()
    result := makeConnections(o)
    print(result, time.Since(start))
    return
  }
  var sockets []*net.UnixConn
  for len(sockets) < o.connections {
    sockets = append(sockets, dial(o))
  }
  waitForSignal(sockets[0])
  start := time.Now()
  var result totals
  if o.workload == "stream" {
    result = sendStream(o, sockets[0])
    waitForSignal(sockets[0])
  } else {
    result = overConnections(o, sockets[:o.active], ping, func() {})
  }
  print(result, time.Since(start))
  runtime.KeepAlive(sockets)
}

func main() {
  o := parse()
  runtime.GOMAXPROCS(1)
  if o.server {
    serve(o)
  } else {
    drive(o)
  }
}
